import { describe, expect, test } from 'vitest';
import { isTrustedServiceUrl } from '../../src/teams/trusted-urls.js';

describe('addresses the bot answers to', () => {
  test.each([
    ['http://127.0.0.1:3000/_connector', true],
    ['http://localhost:56150/_connector', true],
    ['http://[::1]:3000', true],
    ['http://127.0.0.1.evil.example/', false],
    ['http://10.0.0.1/', false],
    ['https://smba.trafficmanager.net/emea/', false],
    ['file:///etc/passwd', false],
    ['', false],
    [undefined, false],
  ])('in practice %s: %s', (url, trusted) => {
    expect(isTrustedServiceUrl(url, { kind: 'practice' })).toBe(trusted);
  });

  test.each([
    ['https://smba.trafficmanager.net/emea/tenant/', true],
    ['https://SMBA.trafficmanager.net/', true],
    ['https://europe.api.botframework.com/', true],
    ['https://canary.botapi.teams.microsoft.com/', true],
    ['https://smba.infra.gov.teams.microsoft.us/', true],
    ['https://connector.example.dk/', true],
    ['http://smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net:8443/', false],
    ['https://smba.trafficmanager.net@evil.example/', false],
    ['https://a:b@smba.trafficmanager.net/', false],
    ['https://evilbotframework.com/', false],
    ['https://botframework.com.evil.example/', false],
    ['https://other.trafficmanager.net/', false],
    ['http://127.0.0.1/', false],
    ['https://127.0.0.1/', false],
    [{ toString: (): string => 'https://smba.trafficmanager.net/' }, false],
  ])('in production %s: %s', (url, trusted) => {
    expect(isTrustedServiceUrl(url, { kind: 'production', moreHosts: ['connector.example.dk'] })).toBe(trusted);
  });
});
