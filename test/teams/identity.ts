export const TENANT = '22222222-2222-4222-8222-222222222222';

/** The identity of a bot of production, as its settings name it. */
export const BOT = {
  MicrosoftAppId: '44444444-4444-4444-8444-444444444444',
  MicrosoftAppPassword: 'not a secret',
  MicrosoftAppTenantId: TENANT,
};

/** Where Teams' activities say that answers go. */
export const TEAMS_URL = 'https://smba.trafficmanager.net/';
