import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { Allow } from '../platform/http/allow.js';
import { IfMatch } from '../platform/http/if-match.js';
import { IdParam } from '../platform/http/validation.js';
import { Hearings } from './hearings.service.js';
import {
  HearingView,
  NewNote,
  NewSection,
  NewWaiver,
  NoteView,
  RecordView,
  RevisionsQuery,
  RevisionsView,
  SectionView,
} from './record.dto.js';
import { RecordReader } from './record-reader.service.js';
import { Records } from './records.service.js';
import { SectionPipe } from './section.pipe.js';
import { SECTION_CODES } from './sections.rules.js';

const Section = () => ApiParam({ name: 'section', enum: SECTION_CODES });

@ApiTags('Agenda items')
@Controller('agenda-items/:id')
export class RecordsController {
  constructor(
    private readonly hearings: Hearings,
    private readonly records: Records,
    private readonly reader: RecordReader,
  ) {}

  /** The chair has the case heard although there is no quorum. */
  @Post('quorum-waiver')
  @HttpCode(200)
  @Allow('quorum:waive')
  @ApiOkResponse({ type: HearingView })
  waive(@IdParam('id') id: string, @Body() body: NewWaiver): Promise<HearingView> {
    return this.hearings.waive(id, body.reason);
  }

  /** What was minuted of the case, as far as you may read it. */
  @Get('record')
  @Allow('information:read')
  @ApiOkResponse({ type: RecordView })
  read(@IdParam('id') id: string): Promise<RecordView> {
    return this.reader.read(id);
  }

  /** One section of it, with its version. */
  @Get('record/:section')
  @Allow('information:read')
  @Section()
  @ApiOkResponse({ type: SectionView })
  section(@IdParam('id') id: string, @Param('section', SectionPipe) section: string): Promise<SectionView> {
    return this.reader.section(id, section);
  }

  /** Saves a section. Needs If-Match with the version that you saw, "0" before anything was saved. */
  @Put('record/:section')
  @Allow('meetings:manage')
  @Section()
  @ApiOkResponse({ type: SectionView })
  save(
    @IdParam('id') id: string,
    @Param('section', SectionPipe) section: string,
    @IfMatch() version: number,
    @Body() body: NewSection,
  ): Promise<SectionView> {
    return this.records.save(id, section, version, body);
  }

  /** Puts a text beside a section: one that came too late to stand in it, or is to stand apart. */
  @Post('record/:section/notes')
  @Allow('meetings:manage')
  @Section()
  @ApiCreatedResponse({ type: NoteView })
  note(
    @IdParam('id') id: string,
    @Param('section', SectionPipe) section: string,
    @Body() body: NewNote,
  ): Promise<NoteView> {
    return this.records.addNote(id, section, body);
  }

  /** Everything that was ever saved of a section. */
  @Get('record/:section/revisions')
  @Allow('meetings:manage')
  @Section()
  @ApiOkResponse({ type: RevisionsView })
  revisions(
    @IdParam('id') id: string,
    @Param('section', SectionPipe) section: string,
    @Query() query: RevisionsQuery,
  ): Promise<RevisionsView> {
    return this.reader.revisions(id, section, query);
  }
}
