/** The roles that are played in the practice run: one Agents Playground window each. */
export const playedRoles = ['coordinator', 'securityOfficer', 'payer'] as const;
export type PlayedRole = (typeof playedRoles)[number];

/** Everybody's role in the practice municipality; the last three have no window, they can only be named and mentioned. */
export type PracticeRole = PlayedRole | 'economyManager' | 'programmeManager' | 'substitute';

/**
 * One made-up colleague. `tenant`, `id` and `name` are the person as the case knows one. In Teams the chat channel has
 * ids of its own (`29:...`); here it has the same `id`, because the Playground's people picker and its roster know a
 * person by the channel's id only, while Teams' picker gives the AAD object id.
 */
export interface PracticePerson {
  readonly role: PracticeRole;
  /** Work title, in Danish, as it is printed to the terminal. */
  readonly title: string;
  readonly tenant: string;
  /** AAD object id, a well-formed GUID in lower case. */
  readonly id: string;
  readonly name: string;
  readonly givenName: string;
  readonly surname: string;
  readonly email: string;
}

/** The municipality exists nowhere; `.example` can never be a real mail domain (RFC 2606). */
export const practiceOrganisation = {
  name: 'Prøvelund Kommune',
  tenant: 'a0de71ce-0000-4000-8000-000000000001',
  team: { name: 'NemKonto-tilslutning', aadGroupId: 'a0de71ce-0000-4000-8000-000000000002' },
  groupChatName: 'NemKonto i Prøvelund',
  channelName: 'KLIK-opgaver',
  bot: { id: '28:a0de71ce-0000-4000-8000-000000000003', name: 'NemKonto-bot' },
} as const;

function colleague(
  role: PracticeRole,
  title: string,
  number: number,
  givenName: string,
  surname: string,
): PracticePerson {
  const id = `a0de71ce-0000-4000-8000-0000000001${String(number).padStart(2, '0')}`;
  const mailbox = `${givenName}.${surname}`.toLowerCase().replaceAll('ø', 'oe').replaceAll('æ', 'ae');
  return {
    role,
    title,
    tenant: practiceOrganisation.tenant,
    id,
    name: `${givenName} ${surname}`,
    givenName,
    surname,
    email: `${mailbox}@proevelund.example`,
  };
}

/** The whole practice organisation. Six, because the Agents Playground wants a current user and exactly five others. */
export const practicePeople: readonly PracticePerson[] = [
  colleague('coordinator', 'KY-projektleder', 1, 'Karin', 'Prøvegaard'),
  colleague('securityOfficer', 'sikkerhedsansvarlig', 2, 'Søren', 'Legholm'),
  colleague('payer', 'betaler fakturaen', 3, 'Bente', 'Testrup'),
  colleague('economyManager', 'økonomichef', 4, 'Hanne', 'Modelbo'),
  colleague('programmeManager', 'KOMBIT-programleder', 5, 'Anders', 'Skærmlund'),
  colleague('substitute', 'kollega og stedfortræder', 6, 'Pia', 'Rollemose'),
];

/** The one who has that role; every role is held by exactly one person. */
export function practicePerson(role: PracticeRole): PracticePerson {
  const found = practicePeople.find((person) => person.role === role);
  if (found === undefined) throw new Error(`no person of the practice organisation is ${role}`);
  return found;
}
