import { Injectable } from '@nestjs/common';
import { FreeText, type Texts } from '../persons/free-text.service.js';
import { UnitOfWork } from '../platform/db/unit-of-work.js';
import { Problem } from '../platform/http/problem.js';
import { KEPT_BACK, type PackItem } from './pack-text.rules.js';

/**
 * Keeps off paper every text that gives a protected place away: one that was written before the place was recorded, say. On screen
 * such a text is found and mended; a copy that has left is not.
 */
@Injectable()
export class Screening {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly freeText: FreeText,
  ) {}

  async printable(items: readonly PackItem[]): Promise<PackItem[]> {
    return this.uow.elevated(async () => {
      const screened: PackItem[] = [];
      for (const item of items) screened.push(withoutTexts(item, await this.givingAway(item)));
      return screened;
    });
  }

  private async givingAway(item: PackItem): Promise<ReadonlySet<string>> {
    try {
      await this.freeText.check(item.about.caseId, textsOf(item));
      return new Set();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      return new Set(problem.errors.map(({ pointer }) => pointer));
    }
  }
}

function textsOf({ about, told }: PackItem): Texts {
  const { shared = [], actions = [] } = told ?? {};
  const { summary, judgement } = about;
  return Object.fromEntries([
    ['/summary', summary],
    ['/judgement', judgement],
    ...shared.flatMap(({ text, purpose }, i) => [
      [`/shared/${i}/text`, text],
      [`/shared/${i}/purpose`, purpose],
    ]),
    ...actions.flatMap(({ text, outcome }, i) => [
      [`/actions/${i}/text`, text],
      [`/actions/${i}/outcome`, outcome],
    ]),
  ]) as Texts;
}

function withoutTexts(item: PackItem, giveAway: ReadonlySet<string>): PackItem {
  if (giveAway.size === 0) return item;
  const kept = <T extends string | null>(pointer: string, text: T) => (giveAway.has(pointer) ? KEPT_BACK : text);
  const { about, told } = item;
  return {
    ...item,
    about: { ...about, summary: kept('/summary', about.summary), judgement: kept('/judgement', about.judgement) },
    told: told && {
      ...told,
      shared: told.shared.map((one, i) => ({
        ...one,
        text: kept(`/shared/${i}/text`, one.text),
        purpose: kept(`/shared/${i}/purpose`, one.purpose),
      })),
      actions: told.actions.map((one, i) => ({
        ...one,
        text: kept(`/actions/${i}/text`, one.text),
        outcome: kept(`/actions/${i}/outcome`, one.outcome),
      })),
    },
  };
}
