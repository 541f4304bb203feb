/** Notes on the drawing. */
export const notes = {
  'notes.add': '添加便签',
  'notes.note': '便签',
  'notes.empty': '空便签',
  'notes.label': '便签：{text}',
  'notes.write': '编辑便签',
  'notes.placeholder': '写点什么，支持 Markdown',
  'notes.remove': '删除便签',
  'notes.removed': '已删除 {count, plural, other {# 张便签}}。',
  'notes.tools': '便签',
  'notes.colour.sand': '沙色',
  'notes.colour.blue': '蓝色',
  'notes.colour.green': '绿色',
  'notes.colour.violet': '紫色',
} as const;
