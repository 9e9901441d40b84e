/** Connections. One per provider by connections_provider_key; the system scope reads them across organisations. */
import type { Transaction } from '../../platform/database';
import { RecordModel } from '../../platform/record-model';
import { RecordRepository } from '../../platform/record-repository';
import type { Connection, ConnectionProvider } from './connections.types';

class ConnectionModel extends RecordModel {
  static override tableName = 'connections';
  static override jsonAttributes = ['absenceTypes'];
}

export class ConnectionRepository extends RecordRepository<Connection> {
  constructor(trx: Transaction, organizationId: string) {
    super(trx, organizationId, { model: ConnectionModel, noun: 'connection' });
  }

  /** The live connection to that provider, locked for the rest of the transaction; undefined when there is none. */
  async findOfProvider(provider: ConnectionProvider): Promise<Connection | undefined> {
    return (await this.live().findOne({ provider }).forNoKeyUpdate()) as unknown as Connection | undefined;
  }
}
