import { createBullBoard } from '@bull-board/api';
import type {
  AppControllerRoute,
  AppViewRoute,
  BullBoardQueues,
  ControllerHandlerReturnType,
  IServerAdapter,
  UIConfig,
  ViewHandlerReturnType,
} from '@bull-board/api/typings/app';

/** Where the board is. A page, hence outside the API. */
export const BOARD = '/queues';

type Read = (request: {
  params: Record<string, string>;
  query: Record<string, string>;
}) => Promise<ControllerHandlerReturnType>;

/**
 * What the board of bull-board consists of, without what changes anything: a route that is not there cannot be called. (Its adapter
 * for Fastify registers all routes, and an error handler that would answer our refusals as faults.)
 */
export class BoardAdapter implements IServerAdapter {
  readonly pages: string[] = [];
  readonly reads = new Map<string, Read>();
  files: { route: string; folder: string } = { route: '', folder: '' };
  /** the folder of the page's template */
  views = '';
  private entry: (params: { basePath: string; uiConfig: UIConfig }) => ViewHandlerReturnType = () => ({
    name: '',
    params: {},
  });
  private queues: BullBoardQueues = new Map();
  private config: UIConfig = {};

  static make(): { adapter: BoardAdapter; board: ReturnType<typeof createBullBoard> } {
    const adapter = new BoardAdapter();
    const board = createBullBoard({
      queues: [],
      serverAdapter: adapter,
      options: { uiConfig: { boardTitle: 'Queues' } },
    });
    return { adapter, board };
  }

  /** What the page's template is filled with. */
  get page(): Record<string, string> {
    return this.entry({ basePath: BOARD, uiConfig: this.config }).params;
  }

  setQueues(queues: BullBoardQueues): this {
    this.queues = queues;
    return this;
  }

  setViewsPath(path: string): this {
    this.views = path;
    return this;
  }

  setStaticPath(route: string, folder: string): this {
    this.files = { route, folder };
    return this;
  }

  setEntryRoute(entry: AppViewRoute): this {
    this.pages.push(...[entry.route].flat());
    this.entry = (params) => entry.handler(params);
    return this;
  }

  setErrorHandler(): this {
    return this; // what goes wrong leaves as everything of ours does
  }

  setApiRoutes(routes: AppControllerRoute[]): this {
    const reading = routes.filter(({ method }) => [method].flat().every((each) => each === 'get'));
    for (const one of reading)
      for (const path of [one.route].flat())
        this.reads.set(path, async ({ params, query }) =>
          one.handler({ queues: this.queues, uiConfig: this.config, params, query, body: {}, headers: {} }),
        );
    return this;
  }

  setUIConfig(config: UIConfig): this {
    this.config = config;
    return this;
  }
}
