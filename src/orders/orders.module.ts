import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { MaracsModule } from '../maracs/maracs.module.js';
import { provideFreeText } from '../persons/free-text-columns.rules.js';
import { PersonsModule } from '../persons/persons.module.js';
import { provideDueKinds } from '../platform/due/when-due.js';
import { provideEvents } from '../platform/events/subscribes.js';
import { provideJobs } from '../platform/queue/job.js';
import { DateSweep, SWEEP_ORDER_DATES } from './date-sweep.service.js';
import { DateTerms } from './date-terms.service.js';
import { DateWatch } from './date-watch.service.js';
import { OrderDates } from './order-dates.service.js';
import { OrdersController } from './orders.controller.js';
import { ORDER_DATE, REFERRED_BACK, REVIEW_DUE, RISK_REVIEW_OVERDUE, RISK_REVIEW_RAISED } from './orders.events.js';
import { OrdersReader } from './orders.reader.js';
import { Orders } from './orders.service.js';
import { RiskReviews } from './reviews.service.js';

@Module({
  imports: [AccessModule, MaracsModule, PersonsModule],
  controllers: [OrdersController],
  providers: [
    ...[Orders, OrderDates, RiskReviews, DateTerms, DateWatch, DateSweep, OrdersReader],
    provideFreeText({
      'orders.orders.authority': 'court or authority of an order',
      'orders.orders.reference': 'reference of an order',
      'orders.orders.conditions': 'conditions of an order',
      'orders.changes.conditions': 'conditions of an order',
      'orders.changes.because': 'what happened to an order',
      'orders.reviews.note': 'risk review',
    }),
    provideDueKinds([ORDER_DATE, REVIEW_DUE]),
    provideEvents([RISK_REVIEW_RAISED, RISK_REVIEW_OVERDUE, REFERRED_BACK]),
    provideJobs([SWEEP_ORDER_DATES]),
  ],
  exports: [OrdersReader],
})
export class OrdersModule {}
