// Chinese alone: in English the schemas of the activities speak for themselves, and every other language needs a table like this.

/** What a field is called and, where there is more to say than its default, what it is for. */
export type FieldWords = readonly [label: string, help?: string];

const secret = (what: string): string => `${what}。最好使用机密：{% secrets.NAME %}。`;

/** How a request is sent and its answer read: of `http` and `openapi`. */
const exchange: Readonly<Record<string, FieldWords>> = {
  headers: ['请求头', '在标准请求头之外发送。'],
  auth: ['身份验证', '如何证明身份。重定向到其他来源时不会带上。'],
  responseAs: [
    '响应读取方式',
    '如何读取响应正文。auto：按其内容类型；json：响应不是 JSON 时为错误 http.body；base64：字节。',
  ],
  success: ['成功状态码', '不算错误的状态码，也可写 2xx 这样的一类。'],
  maxBytes: ['响应长度上限', '响应正文解压后的最大字节数。'],
  redirects: ['重定向次数', '最多跟随几次重定向；0 表示不跟随。'],
  idempotencyHeader: ['幂等键请求头', '携带步骤幂等键的请求头名称；false 表示不发送。'],
  proxy: ['代理', '此请求使用的代理；none 表示不用代理。'],
  tls: ['TLS', '信任谁，以及客户端的身份。'],
  'tls.ca': ['受信任的证书', '代替系统证书的 PEM 证书。'],
  'tls.cert': ['客户端证书', 'PEM 格式的客户端证书。'],
  'tls.key': ['客户端私钥', secret('PEM 格式的客户端私钥')],
  'tls.passphrase': ['私钥口令', secret('私钥的口令')],
  'tls.servername': ['服务器名称', '代替主机名，用于请求和校验证书。'],
  'tls.insecure': ['不校验证书', '接受任何服务器；仅当工作区的 http.allowInsecureTls 允许时可用。'],
  timeout: ['单次尝试时限', '单次尝试的最长时间，与步骤自身的时限同时生效。'],
};

/** By activity, then by the path of the field in its input. */
export const activityFields: Readonly<Record<string, Readonly<Record<string, FieldWords>>>> = {
  http: {
    method: ['方法'],
    url: ['地址', '完整地址，以 http 或 https 开头。'],
    query: ['查询参数', '附加到地址上；列表会重复同一名称，null 表示省略。'],
    body: ['正文', '以 JSON 发送；若 content-type 请求头表明不是 JSON，文本按原样发送。'],
    form: ['表单', '以 application/x-www-form-urlencoded 发送；列表和 null 的含义与查询参数相同。'],
    multipart: ['多部分表单', '以 multipart/form-data 依次发送的字段和文件。'],
    text: ['文本正文', '按原样发送；未用 content-type 请求头另行说明时为 text/plain。'],
    base64: ['字节正文', '以 base64 写出的字节；未用 content-type 请求头另行说明时为 application/octet-stream。'],
    file: ['文件正文', '工作区中的文件（相对路径），发送方式与字节正文相同。'],
    graphql: ['GraphQL', 'GraphQL 请求。响应中含有错误时为错误 http.graphql。'],
    'graphql.query': ['查询文档', '一个查询（query）或变更（mutation）。'],
    'graphql.variables': ['变量', '按名称给出的变量。'],
    'graphql.operationName': ['操作名称', '文档含有多个操作时，执行哪一个。'],
    ...exchange,
  },
  openapi: {
    document: ['文档', 'OpenAPI 3 文档，JSON 或 YAML：工作区中的文件（相对路径）或网址。'],
    operation: ['操作', '其 operationId，或方法加路径，例如 GET /orders/{id}。'],
    server: ['服务器', '服务的基础地址。'],
    serverVariables: ['服务器变量', '替换服务器地址中的 {name}。'],
    parameters: ['参数', '按名称给出；两处有同名参数时带上位置，例如 query.id。'],
    body: ['正文', '符合文档中的 Schema；字节写成 base64 或 { file }，表单和多部分表单写成对象。'],
    contentType: ['内容类型', '文档列有多种正文时，发送哪一种。'],
    checkAnswer: ['校验响应', '响应与文档不符时为错误 http.body。'],
    ...exchange,
  },
  // An operation of a document says itself what they are for.
  'openapi.operation': { parameters: ['参数'], body: ['正文'] },
  grpc: {
    target: ['服务器', '服务器的 HOST:PORT。'],
    connection: ['连接', '或填写 grpc 类型的连接名称。'],
    service: ['服务', '包含包名，例如 shop.v1.Orders。'],
    method: ['方法', '一元方法，例如 GetOrder。'],
    message: ['请求消息', '请求内容，写成其消息的 JSON（ProtoJSON）。'],
    metadata: ['元数据', '随消息发送；名称以 -bin 结尾的为字节：{ "$base64": "…" }。'],
    timeout: ['调用时限', '调用的截止时间，与步骤自身的时限同时生效。'],
    tls: ['TLS', 'false 表示不加密。'],
    authority: ['主机名', '向服务器请求时使用的主机名。'],
    proto: ['.proto 文件', '工作区中 .proto 文件的路径。'],
  },
  sql: {
    connection: ['连接', 'sagaloom.config.json 中的连接名称：sqlite、postgres、mysql 或 mariadb。'],
    url: [
      '数据库地址',
      '代替连接，最好使用机密：postgres://、mysql:// 或 mariadb://USER:PASSWORD@HOST:PORT/DATABASE，或 sqlite:FILE。',
    ],
    statement: ['语句', '一条语句。值从不写进语句，而是作为参数给出。'],
    parameters: [
      '参数',
      '依次替换语句中的占位符：SQLite 和 MariaDB 用 ?，PostgreSQL 用 $1；也可按名称 :name（PostgreSQL 除外）。',
    ],
    expect: ['预期', '结果不符时全部回滚，错误为 sql.expectation。'],
    'expect.rows': ['返回行数', '必须返回的行数。'],
    'expect.affected': ['写入行数', '必须写入的行数。'],
    statements: ['多条语句', '代替单条语句：在同一事务中依次执行多条。'],
    once: ['只执行一次', '在同一事务中把步骤已完成记入 sagaloom_once 表；之后的尝试直接返回第一次的结果。'],
    readOnly: ['只读', '在不能写入的事务中执行。'],
    isolation: ['隔离级别', '事务的隔离级别。'],
    maxRows: ['行数上限', '一条语句最多返回的行数；超出时为错误 sql.tooManyRows。'],
    timeout: ['单次尝试时限', '单次尝试的最长时间，与步骤自身的时限同时生效。'],
  },
  publish: {
    connection: ['连接', 'sagaloom.config.json 中的连接，类型为 nats、rabbitmq、redis、mqtt 或 kafka。'],
    topic: [
      '主题',
      '发往何处：NATS 为主题（subject），Redis 为流，MQTT 和 Kafka 为主题（topic）；RabbitMQ 为队列，填写键时为交换机。',
    ],
    payload: ['内容', '要发送的内容。'],
    key: ['键', 'RabbitMQ 为路由键，Kafka 用它决定分区；其他则作为消息头 message-key。'],
    headers: ['消息头', '随内容以文本发送。未在此填写时会自动发送 traceparent。'],
    format: ['格式', '内容如何变成字节：JSON、UTF-8 文本，或以 base64 写出字节的文本。'],
    id: ['消息标识', '用来识别重复发送的消息。'],
    timeout: ['确认时限', '等待消息代理确认的最长时间。'],
  },
  file: {
    action: ['操作', '要执行的操作。'],
    path: ['路径', '工作区中的路径，各部分以 / 分隔；list 时为文件夹，. 表示工作区本身。'],
    to: ['新路径', 'copy、move：新的路径；缺少的文件夹会自动创建。'],
    content: ['内容', 'write、append：文本、JSON，或以 base64 写出的字节，由格式决定。'],
    format: ['格式', 'read、write、append：内容是什么。'],
    encoding: ['编码', 'read、write、append：文本的编码。'],
    ifAbsent: ['仅当不存在', 'write：仅当文件尚不存在；否则为错误 file.exists。'],
    ifEtag: ['仅当未改动', '仅当文件仍是给出此 etag 时的内容；否则为错误 file.changed。'],
    overwrite: ['覆盖', 'copy、move：替换已存在的文件。'],
    recursive: ['包括子项', 'remove：连同文件夹中的全部内容。'],
    glob: ['匹配', 'list：* 和 ? 代表名称的一部分，** 代表任意层文件夹。'],
    maxBytes: ['大小上限', 'read：文件超过此字节数时为错误 file.tooLarge。'],
    maxEntries: ['条目上限', 'list：条目更多时为错误 file.tooMany。'],
  },
  script: {
    code: ['代码', 'JavaScript：异步函数的函数体，或一个模块，其默认导出会以输入为参数调用。'],
    input: ['输入', '代码中的 input。'],
    timeout: ['运行时限', '代码最长运行时间，不超过 10m。'],
    memoryMb: ['内存上限', '代码及其输入和结果最多占用的内存，单位 MiB。'],
  },
  transform: {
    from: ['源格式', '数据现在的格式：名称，或带有 format 及其选项的对象。'],
    to: ['目标格式', '要转换成的格式。'],
    data: [
      '数据',
      'csv、xml 和 yaml 为文本；msgpack、cbor、avro 和 protobuf 为 { "$base64": "…" }；json 为任意 JSON。',
    ],
  },
  shell: {
    command: ['命令', '程序及其参数，每项一个文本。不经过 shell，其中任何内容都不会展开。'],
    cwd: ['工作目录', '在工作区的哪个文件夹中运行。'],
    env: ['环境变量', '在 PATH、HOME、LANG 和 TZ 之外的环境变量；引擎的其他变量不会传入。'],
    stdin: ['标准输入', '程序读到的内容：文本按原样，其他值以 JSON。'],
    stdout: ['标准输出', '如何读取输出：一个文本、JSON、逐行列表，或字节。'],
    success: ['成功退出码', '不算错误的退出码。'],
    timeout: ['运行时限', '最长运行时间，到时即被终止。'],
    grace: ['退出宽限', '从 SIGTERM 到 SIGKILL 的时间。'],
    maxOutput: [
      '输出上限',
      '标准输出和标准错误各自最多保留的字节数。更长的文本会略去中间部分；JSON、逐行列表和字节则为错误。',
    ],
    heartbeat: ['以输出作心跳', '每输出一行即为一次心跳，供限制无响应时间的步骤使用。'],
  },
  log: {
    message: ['消息', '要写入的一行。'],
    level: ['级别'],
    data: ['数据', '与消息一同写入。'],
  },
};

const texts = { text: '文本（text）' };

/** By activity and field: what is chosen is still seen as the file has it. */
export const activityOptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'http.responseAs': { auto: '自动（auto）', ...texts },
  'openapi.responseAs': { auto: '自动（auto）', ...texts },
  'sql.isolation': {
    readCommitted: '读已提交（readCommitted）',
    repeatableRead: '可重复读（repeatableRead）',
    serializable: '可串行化（serializable）',
  },
  'publish.format': texts,
  'file.action': {
    read: '读取（read）',
    write: '写入（write）',
    append: '追加（append）',
    list: '列出（list）',
    stat: '查看信息（stat）',
    copy: '复制（copy）',
    move: '移动（move）',
    remove: '删除（remove）',
    makeFolder: '新建文件夹（makeFolder）',
  },
  'file.format': texts,
  'shell.stdout': { ...texts, lines: '逐行（lines）' },
  'log.level': { debug: '调试（debug）', info: '信息（info）', warn: '警告（warn）', error: '错误（error）' },
};

/** Defaults that are words, as the schemas say them; any other is a value and stands as it is. */
export const activityDefaults: Readonly<Record<string, string>> = {
  no: '否',
  false: '否',
  none: '无',
  nothing: '无',
  'GET; POST where a body of any kind is given': 'GET；有任何正文时为 POST',
  '262144; more than http.maxAnswerBytes is refused': '262144；不得超过 http.maxAnswerBytes',
  'that of the workspace': '工作区的设置',
  'the first server of the document': '文档中的第一个服务器',
  'what the document says': '以文档为准',
  'JSON, if it can be': '可用时为 JSON',
  'with, by the authorities of the system': '加密，信任系统证书',
  'that of the target': '与服务器相同',
  'the server is asked (reflection)': '向服务器查询（反射）',
  "the database's own; SQLite's is always serializable": '数据库自身的设置；SQLite 总是可串行化',
  "the step's idempotency key": '步骤的幂等键',
  'text; of content that is no text JSON': '文本；内容不是文本时为 JSON',
  'no, it is the error file.exists': '否，此时为错误 file.exists',
  '*, what is directly in it': '*，即其中的直接内容',
  'the workspace itself': '工作区本身',
  '0 alone': '仅 0',
};

/** Titles of the examples in the docs of an activity. */
export const activityExamples: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  http: {
    Read: '读取',
    'Write, as who you are': '带身份写入',
    'Not found is an answer too': '“未找到”也是一种结果',
    GraphQL: 'GraphQL',
    'Send a file of the workspace': '发送工作区中的文件',
    'OAuth 2 client credentials': 'OAuth 2 客户端凭据',
    'A service with its own certificates': '使用自有证书的服务',
  },
  openapi: { Read: '读取', 'Write, as who you are, at a server of your own': '带身份写入自己的服务器' },
  grpc: { 'By reflection': '使用反射', 'By a .proto file, with a token': '使用 .proto 文件和令牌' },
  sql: {
    'Read rows': '读取行',
    'Move money, exactly once': '转账，恰好一次',
    'A file of the workspace, parameters by name': '工作区中的数据库文件，按名称传参',
  },
  publish: {
    'An order to a NATS stream': '把订单发到 NATS 流',
    'By an exchange of RabbitMQ': '经由 RabbitMQ 交换机',
    'A text, recognised by an id of your own': '发送文本，用自己的标识去重',
  },
  file: {
    'Read JSON': '读取 JSON',
    'Write a report': '写入报告',
    'Find files': '查找文件',
    'Set one aside': '移走一个文件',
  },
  script: { 'Sum up': '求和', 'A module, with less time': '使用模块，缩短时限' },
  transform: {
    'Records of CSV, with their types': '带类型的 CSV 记录',
    'XML out of an object': '由对象生成 XML',
    'A message by its .proto file': '按 .proto 文件生成消息',
  },
  shell: {
    'A program, its output line by line': '运行程序，逐行读取输出',
    'JSON in, JSON out, with a secret': 'JSON 输入输出，并使用机密',
  },
  log: { 'A line': '一行日志', 'With data': '附带数据' },
};
