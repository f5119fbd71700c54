import type { Trust } from './service-url.js';

/**
 * Where Teams keeps files: OneDrive and SharePoint of an organisation. An invoke names the address a case is sent to, and
 * a message the one a file is fetched from: any other host would hand the case out, or turn the bot into a door to the
 * inner network. Source: Microsoft 365 endpoints (worldwide and GCC, GCC High, DoD, 21Vianet).
 */
const FILE_HOSTS: readonly string[] = ['.sharepoint.com', '.sharepoint.us', '.sharepoint-mil.us', '.sharepoint.cn'];

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** True when a file may be sent to or fetched from the address. Never throws: what is no address is not trusted. */
export function isTrustedFileUrl(address: unknown, trust: Trust): address is string {
  if (typeof address !== 'string' || !URL.canParse(address)) return false;
  const { protocol, port, hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') return false;
  if (trust.kind === 'practice') return (protocol === 'http:' || protocol === 'https:') && LOOPBACK.has(hostname);
  if (protocol !== 'https:' || port !== '') return false;
  const named = trust.moreHosts?.some((host) => host.toLowerCase() === hostname) ?? false;
  return named || FILE_HOSTS.some((ending) => hostname.endsWith(ending) && hostname.length > ending.length);
}
