/**
 * What the engine says in sentences of its own: why something was refused, cut short or could not be reached. English, and regular: the first
 * pattern that fits words it in Chinese, its parts by the same list. What none fits stays as it is, since the reason matters more than the language.
 */
export const zhOfEngine: readonly (readonly [RegExp, string])[] = [
  // Files of traces, and requests.
  [/^It is empty\.$/, '内容为空。'],
  [
    /^There are no spans in it: it has to be OTLP JSON or Jaeger JSON\.$/,
    '其中没有 span：应为 OTLP JSON 或 Jaeger JSON。',
  ],
  [/^It cannot be read: (.+), at byte (\d+) \(line (\d+)\)\.$/, '无法读取：$1，位于第 $2 字节（第 $3 行）。'],
  [/^A span cannot be read: (.+?)\.?$/, '无法读取一个 span：$1。'],
  [/^A span was refused: (.+)\.$/, '一个 span 被拒绝：$1。'],
  [/^This is no OTLP request: (.+), at byte (\d+)\.$/, '这不是 OTLP 请求：$1，位于第 $2 字节。'],
  [/^This is no OTLP request: (.+)\.$/, '这不是 OTLP 请求：$1。'],
  [/^This is not (gzip|deflate), or it is cut short\.$/, '这不是 $1，或内容不完整。'],
  [/^(.+) is not JSON: (.+)$/, '$1 不是 JSON：$2'],
  [/^(.+) is no object\.$/, '$1 不是对象。'],
  [/^something is longer than (.+ MiB)$/, '某一部分超过 $1'],
  [/^it ends in the middle$/, '内容在中间断了'],
  [/^a colon is missing$/, '缺少冒号'],
  [/^a comma is missing$/, '缺少逗号'],
  [/^a comma, or the end of what it is in, is missing$/, '缺少逗号，或缺少结束的括号'],
  [/^a name is missing$/, '缺少名称'],
  [/^a name cannot be read$/, '名称无法读取'],
  [/^it is no JSON$/, '不是 JSON'],
  [/^it is no JSON object$/, '不是 JSON 对象'],
  [/^it is nested too deep$/, '嵌套过深'],
  [/^a value is nested deeper than (\d+)$/, '值的嵌套超过 $1 层'],
  [/^its spans are not in scopeSpans$/, '其中的 span 不在 scopeSpans 里'],
  [/^a text holds what has to be escaped$/, '文本中有必须转义的字符'],
  [/^a text has an escape nobody knows$/, '文本中有无法识别的转义'],
  [/^a number is cut short$/, '数字不完整'],
  [/^a number is longer than 64 bits$/, '数字超过 64 位'],
  [/^field number 0$/, '字段编号为 0'],
  [/^something is longer than what holds it$/, '某一部分比容纳它的还长'],
  [/^it has no (traceI[dD]|spanI[dD])$/, '缺少 $1'],
  [/^it has no trace id$/, '缺少 trace id'],
  [/^its (\w+) is not (\d+) hex digits that are not all zero$/, '其 $1 不是 $2 位非全零的十六进制数'],
  [/^its (\w+) is not (\d+) hex digits$/, '其 $1 不是 $2 位十六进制数'],
  [/^its id is not 8 bytes that are not all zero$/, '其 id 不是 8 个非全零的字节'],
  [/^the id of its parent is not 8 bytes long$/, '其上级的 id 不是 8 个字节'],
  [/^its times are no numbers$/, '其时间不是数字'],
  [/^There is no trace (\w+)\.$/, '没有追踪 $1。'],
  [/^There is no such import: begin it again\.$/, '没有这个导入：请重新开始。'],
  // The receiver.
  [
    /^Port (\d+) is in use: stop what has it, or choose another\.$/,
    '端口 $1 已被占用：请停止占用它的程序，或换一个端口。',
  ],
  [/^Port (\d+) may not be listened on: choose one above 1023\.$/, '无权监听端口 $1：请选择大于 1023 的端口。'],
  [/^Port (\d+) cannot be listened on: (.+)\.$/, '无法监听端口 $1：$2。'],
  // What is sent to a collector.
  [/^(\S+) could not be reached: (.+)\.$/, '无法连接 $1：$2。'],
  [/^(\S+) answered in a form that is not OTLP: is it a collector\?$/, '$1 的应答不是 OTLP：它是收集器吗？'],
  [/^(\S+) answered (\d+): (.+)\.$/, '$1 应答 $2：$3。'],
  [/^(\S+) answered (.+)\.$/, '$1 应答 $2。'],
  [/^(\d+) of (\d+) were refused\.$/, '$2 个中有 $1 个被拒绝。'],
  [/^(\d+) of (\d+) were refused: (.+)\.$/, '$2 个中有 $1 个被拒绝：$3。'],
  [/^no answer within (\d+) ms$/, '$1 毫秒内没有应答'],
  [/^(?:connect )?ECONNREFUSED (.+)$/, '$1 拒绝连接'],
  [/^getaddrinfo ENOTFOUND (.+)$/, '找不到主机 $1'],
  [/^(\w+) is (.+), not one of (.+): (.+)\.$/, '$1 是 $2，应为 $3 之一：$4。'],
  [/^(\w+) is (.+), not a (whole )?number from (\S+) to (\S+): (.+)\.$/, '$1 是 $2，应为 $4 到 $5 之间的数：$6。'],
  [/^(\w+) is (.+), not true or false: (.+)\.$/, '$1 是 $2，应为 true 或 false：$3。'],
  [
    /^(\w+) is (.+), not a list like name=value,name=value: (.+)\.$/,
    '$1 是 $2，应为 name=value,name=value 这样的列表：$3。',
  ],
  [
    /^(\w+) is (.+), not a URL that begins with http:\/\/ or https:\/\/: (.+)\.$/,
    '$1 是 $2，应为以 http:// 或 https:// 开头的网址：$3。',
  ],
  [/^(\S+) is used$/, '改用 $1'],
  [/^it is left out$/, '已忽略'],
  [/^nothing is sent there$/, '不会发送到那里'],
  [
    /^The environment variable (\w+) says so: unset it, and start the engine again\.$/,
    '由环境变量 $1 决定：请取消设置它，并重新启动引擎。',
  ],
  // Retention, and the files that are written.
  [
    /^The server was started with --keep, which decides how long runs are kept\.$/,
    '服务器以 --keep 启动，由它决定运行保留多久。',
  ],
  [
    /^The disk is full: (.+) cannot grow\. Free some space; nothing that was recorded is lost\.$/,
    '磁盘已满：$1 无法继续写入。请腾出空间；已记录的内容不会丢失。',
  ],
  [
    /^(.+) cannot be written\. Check the permissions of the file and its folder, or choose another with --db\.$/,
    '无法写入 $1。请检查该文件及其文件夹的权限，或用 --db 选择其他文件。',
  ],
  [
    /^(.+) is damaged or not a SQLite database\. It was left as it is; restore a backup, or choose another with --db\.$/,
    '$1 已损坏，或不是 SQLite 数据库。文件未作改动；请恢复备份，或用 --db 选择其他文件。',
  ],
  [
    /^(.+) is locked by another process\. Stop that process, or choose another file with --db\.$/,
    '$1 被另一个进程锁定。请停止该进程，或用 --db 选择其他文件。',
  ],
  [
    /^There is no database (.+)\. Run a workflow first, or name the file with --db\.$/,
    '没有数据库 $1。请先运行一个工作流，或用 --db 指定文件。',
  ],
  [
    /^(.+) was written by a newer Sagaloom\. It was left as it is; update Sagaloom\.$/,
    '$1 由更新版本的 Sagaloom 写入。文件未作改动；请更新 Sagaloom。',
  ],
  [/^(.+) cannot be used: (\w+)\. Check the disk\.$/, '$1 无法使用：$2。请检查磁盘。'],
];
