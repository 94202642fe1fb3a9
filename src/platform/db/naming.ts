import { DefaultNamingStrategy } from 'typeorm';
import { columnName } from './store.js';

/** Tells TypeORM the schema's one naming rule. */
export class SnakeCase extends DefaultNamingStrategy {
  override columnName(property: string, customName: string | undefined): string {
    return customName ?? columnName(property);
  }
}
