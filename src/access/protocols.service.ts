import { Injectable } from '@nestjs/common';
import { Audit } from '../audit/audit.service.js';
import { newId } from '../platform/db/ids.js';
import { Store } from '../platform/db/store.js';
import { tx } from '../platform/db/transaction.js';
import { registerConstraint } from '../platform/http/database-errors.js';
import { Protocol, Signature } from './access.entity.js';

registerConstraint('protocol_version', {
  status: 409,
  code: 'published-just-now',
  title: 'Another version was published at this moment. Look at it first.',
});

const by = () => `${tx().actor.kind}:${tx().actor.id}`;

/** Versions of a MARAC's information-sharing protocol and the agencies that signed them. Access lapses with a signature. */
@Injectable()
export class Protocols {
  private readonly protocols = new Store(Protocol);
  private readonly signatures = new Store(Signature);

  constructor(private readonly audit: Audit) {}

  /** Publishes a version of a MARAC's protocol, which agencies may sign from now on. */
  publish(protocol: Omit<Protocol, 'id' | 'publishedBy'>): void {
    const { maracId } = protocol;
    this.protocols.insert({ id: newId(), publishedBy: by(), ...protocol });
    this.audit.record({ action: 'protocol.published', subject: { kind: 'marac', id: maracId }, maracId });
  }

  /** An agency signs a version: it sees what is shared with it until the day on which the signature is due for review. Its id. */
  sign(signature: Omit<Signature, 'id' | 'recordedBy'>): string {
    const { maracId, agencyId } = signature;
    const id = newId();
    this.signatures.insert({ id, recordedBy: by(), ...signature });
    this.audit.record({ action: 'protocol.signed', subject: { kind: 'agency', id: agencyId }, maracId });
    return id;
  }
}
