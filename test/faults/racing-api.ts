export interface Said {
  status: number;
  text: string;
  body: any;
  code?: string;
  replayed: boolean;
}

/** The API of several web processes, asked in turn by one person. */
export class Api {
  private next = 0;

  private constructor(
    private readonly urls: readonly string[],
    private readonly token: string,
  ) {}

  static async signIn(urls: readonly string[], email: string, password: string): Promise<Api> {
    const answer = await fetch(`${urls[0]}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    if (!answer.ok) throw new Error(`signing in answered ${answer.status}: ${await answer.text()}`);
    return new Api(urls, ((await answer.json()) as { token: string }).token);
  }

  async post(path: string, body: object, headers: Record<string, string> = {}): Promise<Said> {
    return this.ask('POST', path, {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  }

  get(path: string): Promise<Said> {
    return this.ask('GET', path, { headers: {} });
  }

  private async ask(
    method: string,
    path: string,
    { body, headers }: { body?: string; headers: Record<string, string> },
  ): Promise<Said> {
    const url = this.urls[this.next++ % this.urls.length]!;
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      body,
      headers: { authorization: `Bearer ${this.token}`, ...headers },
    });
    const text = await answer.text();
    const said = text === '' ? undefined : (JSON.parse(text) as { code?: string });
    return {
      status: answer.status,
      text,
      body: said,
      code: said?.code,
      replayed: answer.headers.get('idempotency-replayed') === 'true',
    };
  }
}
