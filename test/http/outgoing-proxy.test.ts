import { describe, expect, test } from 'vitest';
import { exceptions } from '../../src/http/outgoing-proxy.js';

describe('NO_PROXY is read as curl reads it', () => {
  test.each([
    ['kommune.dk', 'kommune.dk'],
    ['kommune.dk', 'gateway.kommune.dk'],
    ['.kommune.dk', 'kommune.dk'],
    ['.kommune.dk', 'a.b.kommune.dk'],
    ['*.kommune.dk', 'gateway.kommune.dk'],
    ['Kommune.DK.', 'gateway.KOMMUNE.dk'],
    ['kommune.dk', 'kommune.dk.'],
    ['10.1.2.3', '10.1.2.3'],
    ['10.0.0.0/8', '10.200.3.4'],
    ['fd00::/8', '[fd12::1]'],
    ['::1', '[::1]'],
    ['*', 'graph.microsoft.com'],
  ])('%s: %s is reached without the proxy', (entry, host) => {
    expect(exceptions(['example.dk', entry])(host)).toBe(true);
  });

  test.each([
    ['kommune.dk', 'enkommune.dk'],
    ['kommune.dk', 'kommune.dk.example.com'],
    ['gateway.kommune.dk', 'kommune.dk'],
    ['1.2.3', '1.2.3.4'],
    ['10.0.0.0/8', '11.0.0.1'],
    ['10.0.0.0/33', '10.0.0.1'],
    ['10.0.0.0/x', '10.0.0.1'],
    ['fd00::/8', 'fd00.example.dk'],
  ])('%s: %s goes through it', (entry, host) => {
    expect(exceptions([entry])(host)).toBe(false);
  });
});
