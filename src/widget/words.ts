/** Every word of the interface. What the assistant says comes from the server. */
export type Words = {
  lang: string
  name: string
  subtitle: string
  launch: string
  close: string
  menu: string
  large: string
  restart: string
  myData: string
  print: string
  about: string
  transcript: string
  assistant: string
  clerk: string
  you: string
  typing: string
  input: string
  placeholder: string
  send: string
  attach: string
  photograph: string
  pickFile: string
  drop: string
  fileTooLarge: string
  unsent: string
  retry: string
  refused: string
  uploading: (percent: number) => string
  offline: string
  renewed: string
  dismiss: string
  newMessages: string
  progress: (now: number, total: number) => string
  serial: string
  askProgress: string
  choices: string
  chosen: string
  download: (name: string) => string
  unavailable: string
  enlarge: (alt: string) => string
  today: string
  yesterday: string
}

/** What buttons of the interface say for the person; the assistant hears Chinese, whatever the page speaks. */
export const says = {
  restart: '重新开始',
  myData: '我的数据',
  progress: '查进度',
  join: (code: string) => `接续码 ${code}`,
}

const chinese: Words = {
  lang: 'zh-CN',
  name: '接续',
  subtitle: '社会保险跨省转移接续助手',
  launch: '社保转移咨询',
  close: '关闭',
  menu: '更多',
  large: '大字',
  restart: '重新开始',
  myData: '我的数据',
  print: '打印或存为 PDF',
  about: '换了城市，社保接着算。',
  transcript: '对话记录',
  assistant: '接续',
  clerk: '工作人员',
  you: '您',
  typing: '正在答复',
  input: '输入您的回答或问题',
  placeholder: '请输入',
  send: '发送',
  attach: '上传凭证或照片',
  photograph: '拍照',
  pickFile: '从相册或文件中选择',
  drop: '松开即可上传',
  fileTooLarge: '文件超过 10 MB，请换一张小一些的。',
  unsent: '未发送',
  retry: '点此重试',
  refused: '没有办成，请稍后再试。',
  uploading: (percent) => `正在上传 ${percent}%`,
  offline: '网络断开了，正在重新连接。您写的内容不会丢。',
  renewed: '之前的对话已经失效，已为您开始新的对话。',
  dismiss: '知道了',
  newMessages: '有新消息',
  progress: (now, total) => `第 ${now} 项，共 ${total} 项`,
  serial: '申报流水号',
  askProgress: '查进度',
  choices: '可以直接选择',
  chosen: '已选',
  download: (name) => `下载 ${name}`,
  unavailable: '暂时打不开，点此重试',
  enlarge: (alt) => `放大查看：${alt}`,
  today: '今天',
  yesterday: '昨天',
}

const english: Words = {
  lang: 'en',
  name: 'Jiexu',
  subtitle: 'Moving social insurance between provinces',
  launch: 'Move social insurance',
  close: 'Close',
  menu: 'More',
  large: 'Large text',
  restart: 'Start over',
  myData: 'My data',
  print: 'Print or save as PDF',
  about: 'A new city, the same years.',
  transcript: 'Conversation',
  assistant: 'Jiexu',
  clerk: 'Officer',
  you: 'You',
  typing: 'Answering',
  input: 'Your answer or question',
  placeholder: 'Write here',
  send: 'Send',
  attach: 'Upload a certificate',
  photograph: 'Take a photo',
  pickFile: 'Choose a file',
  drop: 'Drop to upload',
  fileTooLarge: 'Over 10 MB; choose a smaller file.',
  unsent: 'Not sent',
  retry: 'try again',
  refused: 'Please try again later.',
  uploading: (percent) => `Uploading ${percent}%`,
  offline: 'Offline; connecting again. Nothing is lost.',
  renewed: 'That chat has ended; this is a new one.',
  dismiss: 'OK',
  newMessages: 'New messages',
  progress: (now, total) => `Item ${now} of ${total}`,
  serial: 'Filing number',
  askProgress: 'Progress',
  choices: 'You can choose',
  chosen: 'chosen',
  download: (name) => `Download ${name}`,
  unavailable: 'Not available; try again',
  enlarge: (alt) => `Enlarge: ${alt}`,
  today: 'Today',
  yesterday: 'Yesterday',
}

/** The words for a locale such as `zh-CN` or `en-GB`; Chinese where there are none. */
export function wordsFor(locale: string): Words {
  return /^en\b/i.test(locale) ? english : chinese
}
