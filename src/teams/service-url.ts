/**
 * Where Teams' connector lives. An activity names the address its answers go to, and the bot's token goes with them: an
 * address of somebody else's choosing would hand that token out, or turn the bot into a door to the inner network.
 * Source: Bot Framework's and Teams' published endpoints (public, GCC, GCC High, DoD, 21Vianet).
 */
const TEAMS_HOSTS: readonly string[] = [
  'smba.trafficmanager.net',
  '*.botframework.com',
  '*.botframework.azure.us',
  '*.botframework.azure.cn',
  '*.teams.microsoft.com',
  '*.teams.microsoft.us',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
];

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** `practice`: no credentials, so nothing but this computer. `production`: https to Teams, or to a host added by name. */
export type Trust =
  | { readonly kind: 'practice' }
  | { readonly kind: 'production'; readonly moreHosts?: readonly string[] };

/** True when answers may be sent to `serviceUrl`. Never throws: anything that is no address is simply not trusted. */
export function isTrustedServiceUrl(serviceUrl: unknown, trust: Trust): serviceUrl is string {
  if (typeof serviceUrl !== 'string' || !URL.canParse(serviceUrl)) return false;
  const url = new URL(serviceUrl);
  if (url.username !== '' || url.password !== '') return false;
  if (trust.kind === 'practice') {
    return (url.protocol === 'http:' || url.protocol === 'https:') && LOOPBACK.has(url.hostname);
  }
  if (url.protocol !== 'https:' || url.port !== '') return false;
  return [...TEAMS_HOSTS, ...(trust.moreHosts ?? [])].some((pattern) => matches(url.hostname, pattern.toLowerCase()));
}

/** `*.example.com` stands for every host below example.com, not for example.com itself nor for evilexample.com. */
function matches(host: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) && host.length >= pattern.length : host === pattern;
}
