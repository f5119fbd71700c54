/**
 * Where Teams' connector lives. An activity names the address its answers go to, and the bot's token goes with them: an
 * address of another's choosing would hand that token out, or turn the bot into a door to the inner network.
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

/**
 * Where Teams keeps files: OneDrive and SharePoint of an organisation. An invoke names the address a case is sent to, and
 * a message the one a file is fetched from. Source: Microsoft 365 endpoints (worldwide and GCC, GCC High, DoD, 21Vianet).
 */
const FILE_HOSTS: readonly string[] = ['*.sharepoint.com', '*.sharepoint.us', '*.sharepoint-mil.us', '*.sharepoint.cn'];

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** `practice`: no credentials, so nothing but this computer. `production`: https to Teams, or to a host added by name. */
export type Trust =
  | { readonly kind: 'practice' }
  | { readonly kind: 'production'; readonly moreHosts?: readonly string[] | undefined };

/** True when answers may be sent to `serviceUrl`. Never throws: anything that is no address is simply not trusted. */
export function isTrustedServiceUrl(serviceUrl: unknown, trust: Trust): serviceUrl is string {
  return isTrusted(serviceUrl, trust, TEAMS_HOSTS);
}

/** True when a file may be sent to or fetched from the address. Never throws. */
export function isTrustedFileUrl(address: unknown, trust: Trust): address is string {
  return isTrusted(address, trust, FILE_HOSTS);
}

function isTrusted(address: unknown, trust: Trust, hosts: readonly string[]): address is string {
  if (typeof address !== 'string' || !URL.canParse(address)) return false;
  const { protocol, port, hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  if (trust.kind === 'practice') return (protocol === 'http:' || protocol === 'https:') && LOOPBACK.has(hostname);
  if (protocol !== 'https:' || port !== '') return false;
  return [...hosts, ...(trust.moreHosts ?? [])].some((pattern) => matches(hostname, pattern.toLowerCase()));
}

/** `*.example.com` stands for every host below example.com, not for example.com itself nor for evilexample.com. */
function matches(host: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) && host.length >= pattern.length : host === pattern;
}
