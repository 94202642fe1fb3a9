import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { unavailable } from '../http/database-errors.js';
import { Public } from '../http/allow.js';
import { OneOf } from '../http/fields.js';

/** How long the database may take to answer before we call it gone. */
const PATIENCE_MS = 2_000;

class HealthView {
  @OneOf(['up'], { about: 'Nothing but "up": trouble is a 503.' })
  status: 'up';
}

/** For load balancers and supervisors. Says nothing about the inside. */
@ApiTags('health')
@Controller('health')
@Public()
export class HealthController {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The process answers. */
  @Get('live')
  @ApiOkResponse({ type: HealthView })
  live(): HealthView {
    return { status: 'up' };
  }

  /** The database answers too. @throws Problem 503 `unavailable` */
  @Get('ready')
  @ApiOkResponse({ type: HealthView })
  async ready(): Promise<HealthView> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(unavailable()), PATIENCE_MS);
    });
    try {
      await Promise.race([this.dataSource.query('select 1'), late]);
    } catch {
      throw unavailable();
    } finally {
      clearTimeout(timer);
    }
    return { status: 'up' };
  }
}
