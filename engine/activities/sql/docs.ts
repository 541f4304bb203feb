/** For people: palette, inspector and docs page. */
export const docs = `Runs one \`statement\`, or several \`statements\`, in **one transaction**: all of it is done, or nothing.

**Where.** \`connection\` is a name under \`connections\` of \`sagaloom.config.json\`; \`url\` is one in its place, best a secret.

\`\`\`json
{ "connections": {
    "orders": { "type": "postgres", "url": "{% secrets.ORDERS_URL %}", "tls": "verify", "poolSize": 4 },
    "stock": { "type": "sqlite", "file": "data/stock.db" } } }
\`\`\`

| type | says |
| --- | --- |
| \`postgres\`, \`mysql\`, \`mariadb\` | \`url\`, or \`host\`, \`port\`, \`user\`, \`password\`, \`database\`; \`tls\`: \`off\` (the default), \`encrypt\` or \`verify\`, with \`ca\`, \`cert\` and \`key\` as PEM text; \`connectTimeout\` (10s) |
| \`sqlite\` | \`file\`, in the workspace, by the rules of the activity \`file\`; \`busyTimeout\` (5s), for which one waits for another's transaction |
| all | \`poolSize\` (4) connections at most in a process, closed when unused for \`idleTimeout\` (30s) |

**Parameters** never stand in the text. By their place they are a list: \`?\` for SQLite, MySQL and MariaDB, \`$1\` for PostgreSQL; by name an object: \`:name\`, not for PostgreSQL. A list or an object is JSON where the database has JSON or text, and in PostgreSQL an array where it has an array. Bytes are \`{ "$base64": "…" }\`, whole numbers beyond 2^53 and decimals are texts, moments are ISO texts (MySQL and MariaDB want them without T and Z). A text holds **one** statement; BEGIN, COMMIT and the like are the step's own. SQLite is asked to read and write tables and to define them; ATTACH, PRAGMA and VACUUM are refused.

**It gives** \`{ rows, rowCount, affected, lastId }\`, of \`statements\` a list of them. Nothing is rounded: a number is a number where JSON's is exactly the same, else its text. Moments with a zone are ISO in UTC, those without have none; bytes are \`{ "$base64": "…" }\`; JSON and PostgreSQL's arrays are JSON; what JSON has nothing for (intervals, ranges, addresses) is the database's text. More rows than \`maxRows\` (1,000) are the error \`sql.tooManyRows\`, never a part of them; together they may be 16 MiB.

**Exactly once.** With \`once\` the step's key and its result are written into the table \`sagaloom_once\` of the same database, in the same transaction. Whatever becomes of the attempt, the next one finds it done and gives the first result; of two at the same time the second waits for the first. The table is made if it is missing and may be made beforehand: \`key\` (text, primary key), \`result\` (text), \`at\` (moment). Rows of runs that are over can be deleted by \`at\`. By hand the same is: insert the step's key into a table of yours, with a unique key, as the first of the \`statements\`; the error \`sql.unique\` then says that it is done.

**Errors.** \`sql.unique\`, \`sql.foreignKey\`, \`sql.notNull\`, \`sql.check\`, \`sql.constraint\`, \`sql.syntax\`, \`sql.noTable\`, \`sql.noColumn\`, \`sql.value\`, \`sql.parameters\`, \`sql.permission\`, \`sql.readOnly\`, \`sql.expectation\`, \`sql.columns\` (two of one name), \`sql.tooManyRows\`, \`sql.tooLarge\`: final. \`sql.deadlock\`, \`sql.serialization\`, \`sql.locked\`, \`sql.timeout\`, \`sql.connection\`, \`sql.resources\`: may be tried again. All leave effect none, since the transaction was rolled back, but for two: the connection broke at COMMIT, or a statement ended the transaction by itself (in MySQL and MariaDB definitions of tables do, and procedures can). Tables there must know transactions: InnoDB. An abort stops the statement at the database.`;
