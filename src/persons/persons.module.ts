import { Module } from '@nestjs/common';
import { PersonsReader } from './persons.reader.js';
import { PersonsService } from './persons.service.js';

@Module({ providers: [PersonsService, PersonsReader], exports: [PersonsService, PersonsReader] })
export class PersonsModule {}
