import { CaseSetAsideError } from '../delivery/ports.js';
import { texts } from '../texts/texts.js';
import { type Desk, languageOf } from './context.js';
import type { Sender } from './inbound.js';
import type { Answer } from './presses.js';

/** The answer that `work` gives; a sentence when the case it is about cannot be read. The log has been told why. */
export async function unlessSetAside(desk: Desk, sender: Sender, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CaseSetAsideError)) throw error;
    return { text: texts(languageOf(desk, sender.person, sender.locale)).short.setAside };
  }
}
