import { Body, Controller, Get, Param, Post, Query, type Type } from '@nestjs/common';
import { describe, expect, test } from '@jest/globals';
import { Allow, AllowSignedIn, type PermissionName, Public } from '../../src/platform/http/allow.js';
import { IdParam } from '../../src/platform/http/validation.js';
import { startFixture } from './http-fixture.js';

@Controller('planted')
class Undecided {
  @Get('fine') @Public() fine(): string {
    return '';
  }

  @Get('open') open(): string {
    return 'anyone';
  }
}

@Controller('planted')
class AsksForTooMuch {
  @Get() @Allow('things:raed' as PermissionName) get(): string {
    return '';
  }
}

@Controller('planted')
@AllowSignedIn()
class UncheckedBody {
  @Post() add(@Body() body: { name: string }): string {
    return body.name;
  }
}

@Controller('planted')
@AllowSignedIn()
class UncheckedQuery {
  @Get() list(@Query('after') after: string): string {
    return after;
  }
}

@Controller('planted')
@AllowSignedIn()
class UncheckedPath {
  @Get(':id') one(@Param('id') id: string): string {
    return id;
  }
}

@Controller('planted')
@AllowSignedIn()
class Decided {
  @Get(':id') one(@IdParam('id') id: string): string {
    return id;
  }
}

describe('the boot stops at a route that nobody decided about', () => {
  test.each<[Type, string]>([
    [Undecided, 'Undecided.open needs @Allow, @AllowSignedIn or @Public'],
    [AsksForTooMuch, 'AsksForTooMuch.get asks for things:raed, which no role can hold'],
    [UncheckedBody, 'UncheckedBody.add takes a body or query that is not a class of checked fields'],
    [UncheckedQuery, 'UncheckedQuery.list takes a body or query that is not a class of checked fields'],
    [UncheckedPath, 'UncheckedPath.one takes a path parameter without a pipe (@IdParam)'],
  ])('%p', async (controller, message) => {
    await expect(startFixture({ controllers: [controller] })).rejects.toThrow(message);
  });

  test('also at one that was put on the server itself', async () => {
    const configure = (app: Parameters<NonNullable<NonNullable<Parameters<typeof startFixture>[0]>['configure']>>[0]) =>
      void app
        .getHttpAdapter()
        .getInstance()
        .get('/debug', () => 'everything');
    await expect(startFixture({ configure })).rejects.toThrow('GET /debug is served but was never declared');
  });
});

test('the table lists every method, path and permission', async () => {
  const { app, table } = await startFixture({ controllers: [Decided] });
  await app.close();
  expect(table.lines()).toEqual([
    'DELETE /api/v1/things/:id things:write',
    'GET /api/docs public',
    'GET /api/docs/explorer.js public',
    'GET /api/docs/swagger-ui-bundle.js public',
    'GET /api/docs/swagger-ui.css public',
    'GET /api/openapi.json public',
    'GET /api/v1/half-way before-second-factor',
    'GET /api/v1/planted/:id signed-in',
    'GET /api/v1/self signed-in',
    'GET /api/v1/things things:read',
    'GET /api/v1/things/:id things:read',
    'GET /health/live public',
    'GET /health/ready public',
    'POST /api/v1/door public',
    'POST /api/v1/things things:write',
    'POST /api/v1/things/forms things:write',
    'POST /api/v1/things/imports things:write',
    'PUT /api/v1/things/:id things:write',
  ]);
});
