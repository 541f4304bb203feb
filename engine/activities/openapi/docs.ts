import type { ActivityExample } from '../activity.ts';

export const openapiDocs = `
Makes a request from an operation of an OpenAPI 3 document, and sends it as the activity \`http\` does: with its \`auth\`, redirects, proxy, TLS,
limits, policy of where it may go, and errors. It gives \`{ status, headers, body }\`.

**The document** is JSON or YAML: a file of the workspace, which may refer to others there with \`$ref\`, or a URL of one that is whole. It is
OpenAPI 3.0, 3.1 or later of 3. What is had from a URL is kept for a minute. It may be 8 MiB, with all its files; a few lines of
YAML that stand for millions of values are refused.

**The operation** is its \`operationId\`, or its method and path: \`GET /orders/{id}\`.

**What is sent.** \`parameters\` are named as in the document, \`query.id\` where two places have an \`id\`; their styles, \`explode\` and
\`allowReserved\` are kept to. \`body\` is as its schema says; bytes are base64 or \`{ "file": "out/report.pdf" }\`, a form and multipart are
objects. Parameters and body are checked against their schemas before anything is sent: what does not fit is the error \`activity.input\`,
final, with effect none, and its details say where. A parameter that would lead to another path is refused.

**Where.** To the first server of the operation, its path or the document, with \`serverVariables\`; or to \`server\`.

**What comes back** is as the document says if the service keeps to it; with \`checkAnswer\` it is the error \`http.body\` if not.

Security schemes of the document are not read: say \`auth\`.
`.trim();

export const openapiExamples: readonly ActivityExample[] = [
  {
    title: 'Read',
    with: { document: 'api/shop.yaml', operation: 'getOrder', parameters: { id: '{% input.orderId %}' } },
  },
  {
    title: 'Write, as who you are, at a server of your own',
    with: {
      document: 'https://example.com/openapi.json',
      operation: 'POST /orders',
      server: 'https://staging.example.com/v1',
      auth: { type: 'bearer', token: '{% secrets.SHOP_TOKEN %}' },
      body: { sku: '{% input.sku %}', count: 1 },
    },
  },
];
