import { Module } from '@nestjs/common';
import { AccessController } from './access.controller.js';
import { Access } from './access.service.js';

@Module({ controllers: [AccessController], providers: [Access], exports: [Access] })
export class AccessModule {}
