import { type Case, currentStep } from '../case/case.js';
import type { Occasion } from '../case/events.js';
import type { Person } from '../case/people.js';
import { rolesOf } from '../case/roles.js';
import { texts } from '../texts/texts.js';
import { type Button, type Show, show } from './buttons.js';
import type { CardContext } from './context.js';
import { escalationBanner, reminderBanner } from './desk.js';

/**
 * The context of a desk card that is sent as a reminder: it says why it comes, and offers to rest or to pass the part on
 * beside the act itself.
 */
export function asReminder(of: Case, occasion: Occasion, person: Person, ctx: CardContext): CardContext {
  const { buttons } = texts(ctx.language);
  const passOn = passOnView(of, person);
  const beside: Button[] = [show(of, 'snooze', buttons.snooze), ...(passOn ? [show(of, passOn, buttons.notMe)] : [])];
  return { ...ctx, banner: reminderBanner(of, occasion, person, ctx), beside };
}

/** The same for somebody who is not waited for but can help. */
export function asEscalation(of: Case, person: Person, ctx: CardContext): CardContext {
  return { ...ctx, banner: escalationBanner(of, person, ctx) };
}

/** Where "Det er ikke mig" leads. The card that asks the officer to accept has a no of its own. */
function passOnView(of: Case, person: Person): Show | undefined {
  const step = currentStep(of);
  const roles = rolesOf(of, person);
  if (step === 'officer' && roles.includes('officer')) return undefined;
  if (step === 'signature') return roles.includes('officer') ? 'replaceOfficer' : undefined;
  if (step === 'payment' && roles.includes('payer')) return 'replacePayer';
  return roles.includes('coordinator') ? 'handOver' : undefined;
}
