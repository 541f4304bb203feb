export const problems = {
  'problems.label': '问题',
  'problems.error': '错误',
  'problems.warning': '警告',
  'problems.none': '没有问题',
  'problems.noneText': '工作流可以编译并运行。',
  'problems.noDocument': '没有打开的文件',
} as const;
