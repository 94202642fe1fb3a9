import { Injectable } from '@nestjs/common';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type WebAuthnCredential,
} from '@simplewebauthn/server';
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers';
import { stringify as uuidText, parse as uuidBytes } from 'uuid';
import { Settings } from '../platform/config/settings.js';
import type { PasskeyRow } from './passkeys.queries.js';

const PRODUCT = 'MARAC';

/** What a passkey is told about whom it is for. */
export interface Holder {
  id: string;
  email: string;
  name: string;
}

/** The ceremonies of WebAuthn (W3C, level 3) for our one origin. The device must know its holder: by PIN, finger or face. */
@Injectable()
export class WebAuthn {
  private readonly origin: string;
  private readonly rpID: string;

  constructor({ publicUrl }: Settings) {
    this.origin = publicUrl;
    this.rpID = new URL(publicUrl).hostname;
  }

  registrationOptions(holder: Holder, known: readonly PasskeyRow[]) {
    return generateRegistrationOptions({
      rpName: PRODUCT,
      rpID: this.rpID,
      userID: Uint8Array.from(uuidBytes(holder.id)),
      userName: holder.email,
      userDisplayName: holder.name,
      attestationType: 'none',
      excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  }

  /** @param known passkeys that may answer; none named, any that the device has for us */
  authenticationOptions(known: readonly PasskeyRow[] = []) {
    return generateAuthenticationOptions({
      rpID: this.rpID,
      userVerification: 'required',
      allowCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    });
  }

  /** The new credential, or null for an answer that is not one to our challenge. */
  async registered(answer: object, challenge: string): Promise<WebAuthnCredential | null> {
    const response = answer as RegistrationResponseJSON;
    return quietly(async () => {
      if (fromAnotherFrame(response.response.clientDataJSON)) return null;
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response,
        ...this.expected(challenge),
      });
      return verified ? registrationInfo.credential : null;
    });
  }

  /** The passkey's counter after a true answer to our challenge, or null. */
  async proved(answer: object, challenge: string, passkey: PasskeyRow): Promise<number | null> {
    const response = answer as AuthenticationResponseJSON;
    const { credentialId: id, publicKey, counter, transports } = passkey;
    const credential = { id, publicKey: Uint8Array.from(publicKey), counter: Number(counter), transports };
    return quietly(async () => {
      if (fromAnotherFrame(response.response.clientDataJSON)) return null;
      const done = await verifyAuthenticationResponse({ response, credential, ...this.expected(challenge) });
      return done.verified && done.authenticationInfo.userVerified ? done.authenticationInfo.newCounter : null;
    });
  }

  private expected(expectedChallenge: string) {
    const { origin: expectedOrigin, rpID: expectedRPID } = this;
    return { expectedChallenge, expectedOrigin, expectedRPID, requireUserVerification: true };
  }
}

/** Whom a device says the passkey is for: an id of ours, or null. */
export function holderOf(answer: object): string | null {
  const handle = (answer as Partial<AuthenticationResponseJSON>).response?.userHandle;
  if (typeof handle !== 'string') return null;
  const bytes = Buffer.from(handle, 'base64url');
  try {
    return uuidText(bytes);
  } catch {
    return null;
  }
}

/** Pages of others may not ask for our passkeys from within a frame. */
function fromAnotherFrame(clientData: string): boolean {
  return decodeClientDataJSON(clientData).crossOrigin === true;
}

/** What comes from outside may be anything, and the library throws at most of it. */
async function quietly<T>(ceremony: () => Promise<T | null>): Promise<T | null> {
  try {
    return await ceremony();
  } catch {
    return null;
  }
}
