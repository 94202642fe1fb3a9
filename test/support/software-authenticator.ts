import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

/** What a hostile or broken authenticator, or a page that is not ours, does otherwise. */
export interface Deviations {
  origin?: string;
  rpId?: string;
  challenge?: string;
  /** what the client says it did: `webauthn.get`, `webauthn.create` */
  type?: string;
  /** the holder was not asked for PIN, finger or face */
  unverified?: boolean;
  /** nobody touched it */
  absent?: boolean;
  counter?: number;
  userHandle?: string | null;
  crossOrigin?: boolean;
  /** signs with another key */
  otherKey?: boolean;
  /** changes one byte after signing */
  spoilt?: boolean;
  credentialId?: string;
}

interface Options {
  challenge: string;
  rp?: { id?: string };
  rpId?: string;
  user?: { id: string };
}

const FLAG = { present: 0x01, verified: 0x04, attested: 0x40 };

/**
 * A passkey in software: makes its own keys and signs as a real device does (WebAuthn level 3, ES256, no attestation). CBOR and
 * COSE by hand, so that it shares no code with what it is tested against.
 */
export class SoftwareAuthenticator {
  private readonly privateKey: KeyObject;
  private readonly publicKey: KeyObject;
  readonly credentialId = randomBytes(32).toString('base64url');
  counter = 0;
  userHandle = '';

  /** @param origin of the page it is used on */
  constructor(private readonly origin: string) {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.privateKey = pair.privateKey;
    this.publicKey = pair.publicKey;
  }

  /** Answers `navigator.credentials.create`. */
  register(options: object, otherwise: Deviations = {}): object {
    const { challenge, rp, user } = options as Options;
    this.userHandle = user?.id ?? '';
    const clientData = this.clientData(otherwise.type ?? 'webauthn.create', challenge, otherwise);
    const authData = Buffer.concat([this.head(rp?.id ?? '', FLAG.attested, otherwise), this.attested()]);
    const attestationObject = map([
      ['fmt', text('none')],
      ['attStmt', map([])],
      ['authData', bytes(authData)],
    ]);
    return this.answer({
      clientDataJSON: clientData.toString('base64url'),
      attestationObject: attestationObject.toString('base64url'),
      transports: ['internal'],
    });
  }

  /** Answers `navigator.credentials.get`. */
  authenticate(options: object, otherwise: Deviations = {}): object {
    const { challenge, rpId } = options as Options;
    this.counter += 1;
    const clientData = this.clientData(otherwise.type ?? 'webauthn.get', challenge, otherwise);
    const authData = this.head(rpId ?? '', 0, otherwise);
    const signed = Buffer.concat([authData, createHash('sha256').update(clientData).digest()]);
    const key = otherwise.otherKey ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey : this.privateKey;
    const signature = sign('sha256', signed, key);
    if (otherwise.spoilt) authData[36] = authData[36]! ^ 1;
    const handle = otherwise.userHandle === undefined ? this.userHandle : otherwise.userHandle;
    return this.answer(
      {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: signature.toString('base64url'),
        ...(handle !== null && { userHandle: handle }),
      },
      otherwise.credentialId,
    );
  }

  private answer(response: object, id = this.credentialId): object {
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  private clientData(type: string, challenge: string, otherwise: Deviations): Buffer {
    const { origin = this.origin, crossOrigin = false } = otherwise;
    return Buffer.from(JSON.stringify({ type, challenge: otherwise.challenge ?? challenge, origin, crossOrigin }));
  }

  /** RP id hash, flags, counter. */
  private head(rpId: string, flags: number, otherwise: Deviations): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(otherwise.counter ?? this.counter);
    const present = otherwise.absent ? 0 : FLAG.present;
    const verified = otherwise.unverified ? 0 : FLAG.verified;
    const hash = createHash('sha256')
      .update(otherwise.rpId ?? rpId)
      .digest();
    return Buffer.concat([hash, Buffer.of(flags | present | verified), counter]);
  }

  /** AAGUID, credential id, public key as COSE (EC2, ES256, P-256). */
  private attested(): Buffer {
    const id = Buffer.from(this.credentialId, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const { x = '', y = '' } = this.publicKey.export({ format: 'jwk' });
    const key = Buffer.concat([
      Buffer.of(0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21),
      bytes(Buffer.from(x, 'base64url')),
      Buffer.of(0x22),
      bytes(Buffer.from(y, 'base64url')),
    ]);
    return Buffer.concat([Buffer.alloc(16), length, id, key]);
  }
}

/** CBOR (RFC 8949): a head of type and length, then the content. */
function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.of((major << 5) | length);
  if (length < 256) return Buffer.of((major << 5) | 24, length);
  return Buffer.of((major << 5) | 25, length >> 8, length & 0xff);
}

const bytes = (content: Buffer) => Buffer.concat([head(2, content.length), content]);
const text = (content: string) => Buffer.concat([head(3, Buffer.byteLength(content)), Buffer.from(content)]);
const map = (entries: [string, Buffer][]) =>
  Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, value]) => [text(key), value])]);
