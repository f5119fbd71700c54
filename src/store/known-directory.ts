import type { ConversationReference, KnownPerson } from '../delivery/ports.js';
import { Acquaintances } from './acquaintances.js';
import { Closable } from './closable.js';

/** The half of a directory that answers: from memory, wherever it is kept. */
export abstract class KnownDirectory extends Closable {
  /** Everybody and everything in it, for whoever takes it elsewhere. */
  readonly known = new Acquaintances();

  person(tenant: string, id: string): KnownPerson | undefined {
    return this.known.person(tenant, id);
  }

  people(tenant: string): readonly KnownPerson[] {
    return this.known.people(tenant);
  }

  ownerOf(conversationId: string): KnownPerson | undefined {
    return this.known.ownerOf(conversationId);
  }

  conversation(id: string): ConversationReference | undefined {
    return this.known.conversation(id);
  }

  everybody(): readonly KnownPerson[] {
    return this.known.everybody();
  }
}
