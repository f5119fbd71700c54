import {
  type PlayedRole,
  type PracticePerson,
  practiceOrganisation,
  practicePeople,
  practicePerson,
} from './people.js';

/**
 * The conversations in one role's Agents Playground. Every Playground is a world of its own: the same group chat in two
 * windows would be two chats that know nothing of each other's messages, at two service addresses. So the ids carry the
 * role; with equal ids the bot would send one window's answer to another and edit messages that are not there (404).
 * They look like Teams' own ids and are the same after every restart, so that what the bot stored still fits.
 */
export function playgroundConversations(role: PlayedRole) {
  return {
    personalChat: `a:practice-${role}`,
    groupChat: `19:practice-group-${role}@thread.v2`,
    /** Also the id of the channel "General": Teams does the same. */
    team: `19:practice-team-${role}@thread.tacv2`,
    channel: `19:practice-channel-${role}@thread.tacv2`,
  };
}

/**
 * The text of `.m365agentsplayground.yml` for the window in which `role` sits. Written as JSON, which is valid YAML:
 * no quoting rules to get wrong. The Playground refuses unknown keys, and any other number than five further users and
 * one further channel.
 */
export function playgroundConfig(role: PlayedRole): string {
  const me = practicePerson(role);
  const conversations = playgroundConversations(role);
  const config = {
    version: '0.1.1',
    tenantId: practiceOrganisation.tenant,
    bot: practiceOrganisation.bot,
    currentUser: playgroundUser(me),
    users: practicePeople.filter((person) => person !== me).map(playgroundUser),
    personalChat: { id: conversations.personalChat },
    groupChat: { id: conversations.groupChat, name: practiceOrganisation.groupChatName },
    team: {
      id: conversations.team,
      ...practiceOrganisation.team,
      channels: [{ id: conversations.channel, name: practiceOrganisation.channelName }],
    },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** `userPrincipleName` is the Playground's own spelling. */
function playgroundUser(person: PracticePerson) {
  const { mri, id, name, givenName, surname, email } = person;
  return { id: mri, name, userPrincipleName: email, aadObjectId: id, givenName, surname, email };
}
