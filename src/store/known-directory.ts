import type { ConversationReference, KnownPerson } from '../delivery/ports.js';
import { Closable } from './closable.js';
import { KnownPeople } from './known-people.js';

/** The reading half of a directory: it answers from memory, wherever people and conversations are kept. */
export abstract class KnownDirectory extends Closable {
  protected known = new KnownPeople();

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

  conversations(): readonly ConversationReference[] {
    return this.known.conversations();
  }
}
