import http from 'node:http';

/** The least a Node process can be that serves: the baseline of starting up. */
http.createServer((_, response) => response.end('{}')).listen(Number(process.env['PORT']), '127.0.0.1');
