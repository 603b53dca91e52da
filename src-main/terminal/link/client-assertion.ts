import { type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { assertionAudience } from '../../../src-shared/contract/server.ts';

/** Seconds that an assertion is good for: long enough for a slow line, too short to be of use when stolen. */
const assertionSeconds = 60;

/** The JWT by which a terminal proves that it holds its key (RFC 7523), signed with Ed25519. `at`: now, in milliseconds. */
export function signAssertion(terminalId: string, privateKey: KeyObject, at: number): Promise<string> {
  const issuedAt = Math.floor(at / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: 'EdDSA' })
    .setIssuer(terminalId)
    .setSubject(terminalId)
    .setAudience(assertionAudience)
    .setJti(randomUUID())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + assertionSeconds)
    .sign(privateKey);
}
