import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IdParam } from '../platform/http/validation.js';
import { AssessmentView, InstrumentView, NewAssessment } from './assessments.dto.js';
import { AssessmentsService } from './assessments.service.js';
import { InstrumentShelf } from './instrument-shelf.js';

@ApiTags('Assessments')
@Controller()
export class AssessmentsController {
  constructor(
    private readonly assessments: AssessmentsService,
    private readonly shelf: InstrumentShelf,
  ) {}

  /** Risk identification tools with their items. */
  @Get('instruments')
  @Allow('instruments:read')
  @ApiOkResponse({ type: [InstrumentView] })
  instruments(): InstrumentView[] {
    return this.shelf.instruments.map(
      ({ code, version, title, jurisdiction, licenceNote, wording, answerType, items }) => ({
        code,
        version,
        title,
        jurisdiction,
        licenceNote,
        wording,
        answerType,
        items: items.map(({ no, label, criticalForDisplay }) => ({
          no,
          label,
          ...(criticalForDisplay && { criticalForDisplay }),
        })),
      }),
    );
  }

  /** Records an assessment on a case, for instance after a new incident. Earlier ones stay. */
  @Post('assessments')
  @Allow('assessments:record')
  @ApiCreatedResponse({ type: AssessmentView })
  add(@Body() body: NewAssessment): Promise<AssessmentView> {
    return this.assessments.add(body);
  }

  @Get('assessments/:id')
  @Allow('cases:read')
  @ApiOkResponse({ type: AssessmentView })
  byId(@IdParam('id') id: string): Promise<AssessmentView> {
    return this.assessments.byId(id);
  }
}
