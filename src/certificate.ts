import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SettingsError } from './settings.js';

/** What the bot proves its identity with in place of a password. */
export interface Certificate {
  /** SHA-1 of the certificate, hex, as Entra shows it. */
  readonly thumbprint: string;
  /** PEM, PKCS #8. */
  readonly privateKey: string;
  /** ISO 8601. */
  readonly expires: string;
}

/**
 * Reads a PEM file with a certificate and its private key.
 * @throws SettingsError when the bot could not prove its identity with it, an expired one included.
 */
export function readCertificate(path: string, now = new Date()): Certificate {
  const wrong = (what: string) => new SettingsError(`CERTIFICATE_FILE: ${path} ${what}`);
  const text = attempt(
    () => readFileSync(path, 'utf8'),
    (error) => wrong(`cannot be read (${(error as NodeJS.ErrnoException).code}). Check the path and the rights on it.`),
  );
  const certificate = attempt(
    () => new X509Certificate(text),
    () =>
      wrong(
        'holds no certificate in PEM form. It must begin with -----BEGIN CERTIFICATE-----, the private key in the same file.',
      ),
  );
  const key: KeyObject = attempt(
    () => createPrivateKey(text),
    () => wrong('holds no private key that can be read without a password. Put the unencrypted key in the same file.'),
  );
  if (key.asymmetricKeyType !== 'rsa')
    throw wrong(`holds a key of the kind ${key.asymmetricKeyType}. Entra takes RSA keys only: make a new certificate.`);
  if (!certificate.checkPrivateKey(key)) throw wrong('holds a private key that does not belong to the certificate.');
  const expires = new Date(certificate.validTo);
  if (expires <= now)
    throw wrong(`ran out on ${expires.toISOString().slice(0, 10)}. Upload a new one in Entra and put it in its place.`);
  return {
    thumbprint: certificate.fingerprint.replaceAll(':', ''),
    privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    expires: expires.toISOString(),
  };
}

function attempt<T>(work: () => T, failure: (error: unknown) => Error): T {
  try {
    return work();
  } catch (error) {
    throw failure(error);
  }
}
