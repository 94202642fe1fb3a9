import { ShownOnce } from '../platform/http/idempotency.interceptor.js';
import { Body, Controller, Delete, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { ExternalIdentities } from './external-identities.service.js';
import { OidcProviders } from './oidc-providers.service.js';
import {
  ConfirmedIdentityView,
  ExternalIdentityView,
  NewExternalIdentity,
  NewOidcProvider,
  OidcProviderChange,
  OidcProviderView,
} from './oidc.dto.js';

@ApiTags('Sign-in by agency')
@Controller()
export class OidcAdministrationController {
  constructor(
    private readonly providers: OidcProviders,
    private readonly identities: ExternalIdentities,
  ) {}

  /** The provider that an agency's people sign in with. */
  @Get('agencies/:id/oidc-provider')
  @Allow('agencies:manage')
  @ApiOkResponse({ type: OidcProviderView })
  provider(@IdParam('id') id: string): Promise<OidcProviderView> {
    return this.providers.byAgency(id);
  }

  @Post('agencies/:id/oidc-provider')
  @Allow('agencies:manage')
  @ApiCreatedResponse({ type: OidcProviderView })
  addProvider(@IdParam('id') id: string, @Body() body: NewOidcProvider): Promise<OidcProviderView> {
    return this.providers.add(id, body);
  }

  /** Changes it as a whole. Needs If-Match. */
  @Put('agencies/:id/oidc-provider')
  @Allow('agencies:manage')
  @ApiOkResponse({ type: OidcProviderView })
  changeProvider(
    @IdParam('id') id: string,
    @IfMatch() version: number,
    @Body() body: OidcProviderChange,
  ): Promise<OidcProviderView> {
    return this.providers.change(id, version, body);
  }

  /** Who of your people is who at their agency's provider, in force and under way. */
  @Get('external-identities')
  @Allow('users:manage')
  @ApiOkResponse({ type: [ExternalIdentityView] })
  list(): Promise<ExternalIdentityView[]> {
    return this.identities.list();
  }

  /** Asks for a person to be linked. */
  @Post('external-identities')
  @Allow('users:manage')
  @ApiCreatedResponse({ type: ExternalIdentityView })
  request(@Body() body: NewExternalIdentity): Promise<ExternalIdentityView> {
    return this.identities.request(body);
  }

  /** Another administrator confirms; the one-time code, if one is needed, is shown once. */
  @Post('external-identities/:id/confirmation')
  @ShownOnce()
  @HttpCode(200)
  @Allow('users:manage')
  @ApiOkResponse({ type: ConfirmedIdentityView })
  confirm(@IdParam('id') id: string): Promise<ConfirmedIdentityView> {
    return this.identities.confirm(id);
  }

  /** Ends a link; the person's sessions end at once. */
  @Delete('external-identities/:id')
  @HttpCode(204)
  @Allow('users:manage')
  @ApiNoContentResponse()
  end(@IdParam('id') id: string): Promise<void> {
    return this.identities.end(id);
  }
}
