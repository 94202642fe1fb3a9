import { Module } from '@nestjs/common';
import { MaracsModule } from '../maracs/maracs.module.js';
import { IdentityReader } from './identity.reader.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { UsersController } from './users.controller.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [MaracsModule],
  controllers: [SessionsController, UsersController],
  providers: [SessionsService, UsersService, IdentityReader],
  exports: [SessionsService, UsersService, IdentityReader],
})
export class IdentityModule {}
