import { CaseSetAsideError } from '../delivery/ports.js';
import { texts } from '../texts/texts.js';
import { languageOf, type Services } from './context.js';
import type { Sender } from './inbound.js';
import type { Reply } from './presses.js';

/** The answer that `work` gives; a sentence when the case it is about cannot be read. The log has been told why. */
export async function unlessSetAside(desk: Services, sender: Sender, work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CaseSetAsideError)) throw error;
    return { text: texts(languageOf(desk, sender.person, sender.locale)).short.setAside };
  }
}
