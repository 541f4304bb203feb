import type { ActivityExample } from '../activity.ts';

export const httpDocs = `
Sends one request and gives \`{ status, headers, body }\` of its answer. An answer with a status outside \`success\` (2xx, if you say
nothing) is the error \`http.STATUS\`, with \`details: { status, body }\`.

**What is sent.** At most one of \`body\` (JSON), \`form\`, \`multipart\`, \`text\`, \`base64\`, \`file\` and \`graphql\`. Without \`method\`
it is a GET, and a POST where there is a body. Beside your headers go \`Idempotency-Key\` (the key of the step: the same for all its
attempts; \`idempotencyHeader\` renames it or leaves it out), \`traceparent\`, \`accept\`, \`accept-encoding\` and \`user-agent\`; yours win.
Files are files of the workspace.

**What comes back.** With \`responseAs: auto\` JSON is parsed, text is a text, and bytes are \`{ base64, contentType, bytes }\`; an empty
body is null. gzip, Brotli, deflate and Zstandard are unpacked. A body longer than \`maxBytes\`, packed or unpacked, is the error
\`http.tooLarge\`. Take what you need of the answer with expressions: \`{% steps.order.output.body.id %}\`, or with \`assign\`.

**Who it is.** \`auth\` is a bearer token, user and password, an API key, or OAuth 2 client credentials. Tokens are kept in the process until
shortly before they end, and had once however many attempts need them; one that is answered with 401 is dropped, and the request sent
once more with a new one. Give secrets as \`{% secrets.NAME %}\`: they are in no history.

**GraphQL.** \`graphql: { query, variables, operationName }\` is sent as a POST, or in the URL with \`method: GET\`. \`errors\` in an answer of a
good status are the error \`http.graphql\` with \`details: { status, errors, data }\`; what data came is there.

**Redirects** are followed five times, or as \`redirects\` says. To another origin go neither \`auth\` nor your headers nor the client's
certificate. With \`redirects: 0\` a 3xx is an answer as any other.

**Trying again.** Whether and when, the step's \`retry\` says. An answer with \`Retry-After\` is not tried again before that time, up to a
day.

**Where it may go.** \`http\` in \`sagaloom.config.json\` says it for the whole workspace:

\`\`\`json
{ "http": { "network": "public", "allow": ["*.internal.example:443", "10.20.0.0/16"], "deny": ["*:22"] } }
\`\`\`

\`network\` is \`standard\` (all but link-local addresses and those of cloud metadata services), \`public\`, \`none\` or \`any\`. \`deny\` wins over
\`allow\`, and \`allow\` over \`network\`. It holds for the address that is connected to, however it is spelled, whatever name leads there, for
each redirect, through a proxy, and for the token URL. What is refused is the error \`http.forbidden\`, which is not tried again.
\`http.proxy: { url, user, password, names, bypass }\` sends requests through a proxy, by CONNECT. Names are looked up here, and the proxy is
told the address; where only the proxy can look them up, say \`names: proxy\`, and then only names are held to these rules. The environment's
\`HTTP_PROXY\` is not read.

| error | what happened | its effect |
| --- | --- | --- |
| \`http.STATUS\` | an answer outside \`success\` | none of a 4xx, and of GET, HEAD, OPTIONS; else unknown |
| \`http.connection\`, \`http.proxy\`, \`http.oauth\` | no connection, no way through the proxy, no token | none |
| \`http.forbidden\` | the workspace's settings say no; final | none |
| \`http.timeout\`, \`http.reset\`, \`http.protocol\`, \`http.encoding\` | the answer did not come whole | none of GET, HEAD, OPTIONS, or if nothing was sent; else unknown |
| \`http.redirect\`, \`http.tooLarge\` | too many redirects, too long an answer; final | likewise |
| \`http.body\` | not JSON where \`responseAs\` is json, or not GraphQL | likewise |
| \`http.graphql\` | errors of GraphQL | none of a document without a mutation; else unknown |
| \`activity.input\` | the input can never do; final | none |
`.trim();

export const httpExamples: readonly ActivityExample[] = [
  { title: 'Read', with: { url: 'https://example.com/orders/1' } },
  {
    title: 'Write, as who you are',
    with: {
      method: 'POST',
      url: 'https://example.com/orders',
      auth: { type: 'bearer', token: '{% secrets.SHOP_TOKEN %}' },
      body: { sku: '{% input.sku %}', count: 2 },
      timeout: '10s',
    },
  },
  {
    title: 'Not found is an answer too',
    with: { url: 'https://example.com/orders/1', success: ['2xx', 404] },
  },
  {
    title: 'GraphQL',
    with: {
      url: 'https://example.com/graphql',
      graphql: { query: 'query ($id: ID!) { order(id: $id) { total } }', variables: { id: '{% input.id %}' } },
    },
  },
  {
    title: 'Send a file of the workspace',
    with: {
      url: 'https://example.com/uploads',
      multipart: [
        { name: 'note', value: 'The report of today' },
        { name: 'report', file: 'out/report.pdf', contentType: 'application/pdf' },
      ],
    },
  },
  {
    title: 'OAuth 2 client credentials',
    with: {
      url: 'https://example.com/invoices',
      auth: {
        type: 'oauth2',
        tokenUrl: 'https://login.example.com/oauth2/token',
        clientId: 'sagaloom',
        clientSecret: '{% secrets.CLIENT_SECRET %}',
        scope: 'invoices.read',
      },
    },
  },
  {
    title: 'A service with its own certificates',
    with: {
      url: 'https://ledger.internal/accounts',
      tls: { ca: { file: 'certs/ca.pem' }, cert: { file: 'certs/client.pem' }, key: '{% secrets.CLIENT_KEY %}' },
    },
  },
];
