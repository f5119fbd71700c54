import type { Texts } from '../da.js';

export const ask: Texts['ask'] = {
  source: (place) => `Source: ${place}.`,
  sourceStep: (place, number, all, title) => `Source: ${place}. It belongs to step ${number} of ${all}: ${title}.`,
  yourCase: (municipality) => `How the case for ${municipality} stands`,
  privacy:
    'It looks as if you have written a CPR number. It must not be here, so I have not kept it. Delete your message in the chat, and send it again without the CPR number.',
  talk: {
    hello: 'Hello. Type help to see what I can do, or ask me about the task, e.g. What does it cost?',
    thanks: "You're welcome.",
    bye: 'Take care.',
    fine: 'Good. Type status when you want to see the case.',
  },
  filledIn: 'I have put what you wrote on the card. Look it over and press the button yourself. Nothing is saved yet.',
  opened: 'This card is the place for it. Fill it in and press the button yourself. Nothing is saved yet.',
  notAsked: 'I have not asked you for anything right now, so there is nothing for you to do.',
  whoIsIt: "I can't see who you mean. Choose your colleague from the list.",
  noDeadline: 'There is no deadline for what the case is waiting for now.',
  progress: (done, next) => `${done}. ${next}`,
  officer: (who) => `${who} is the security officer for NemKonto.`,
  officerAsked: (who) => `${who} has been asked, but has not answered yet.`,
  officerNone: 'No security officer has been chosen yet.',
  coordinator: (who) => `${who} is the KY project manager of the case.`,
  number: (number) => `The NKS agreement number in the case is ${number}.`,
  numberNone: 'The NKS agreement number is not in the case yet.',
};
