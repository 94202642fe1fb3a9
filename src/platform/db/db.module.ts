import { type DynamicModule, Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { databaseOptions } from './database.js';
import { TableOrder } from './table-order.js';
import { UnitOfWork } from './unit-of-work.js';
import { Warmth } from './warmth.js';

@Global()
@Module({})
export class DbModule {
  static forUrl(url: string, connections?: number): DynamicModule {
    return {
      module: DbModule,
      imports: [TypeOrmModule.forRoot({ ...databaseOptions(url, connections), retryAttempts: 0 })],
      providers: [TableOrder, UnitOfWork, Warmth],
      exports: [UnitOfWork, Warmth],
    };
  }
}
