/** The documents that the rules cite, by their numbers, with the day each came into force. */
export const documents = {
  /** 城镇企业职工基本养老保险关系转移接续暂行办法 */
  transfer: { document: '国办发〔2009〕66号', inForce: '2010-01-01' },
  /** 关于城镇企业职工基本养老保险关系转移接续若干具体问题意见的通知 */
  details: { document: '人社部发〔2010〕70号', inForce: '2010-09-26' },
  /** 城乡养老保险制度衔接暂行办法 */
  bridging: { document: '人社部发〔2014〕17号', inForce: '2014-07-01' },
  /** 国务院关于建立统一的城乡居民基本养老保险制度的意见 */
  residents: { document: '国发〔2014〕8号', inForce: '2014-02-21' },
  /** 国务院关于机关事业单位工作人员养老保险制度改革的决定 */
  government: { document: '国发〔2015〕2号', inForce: '2014-10-01' },
  /** 机关事业单位基本养老保险关系和职业年金转移接续经办规程（暂行） */
  governmentProcedure: { document: '人社厅发〔2017〕7号', inForce: '2017-01-18' },
  /** 中华人民共和国军人保险法 */
  army: { document: '中华人民共和国军人保险法', inForce: '2012-07-01' },
  /** 全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定，所附《办法》 */
  retirement: {
    document: '国务院关于渐进式延迟法定退休年龄的办法',
    inForce: '2025-01-01',
  },
  /** 中华人民共和国社会保险法 */
  socialInsurance: { document: '中华人民共和国社会保险法', inForce: '2011-07-01' },
  /** 香港澳门台湾居民在内地（大陆）参加社会保险暂行办法 */
  compatriots: { document: '人力资源社会保障部令第41号', inForce: '2020-01-01' },
  /** 基本医疗保险关系转移接续暂行办法 */
  medical: { document: '医保办发〔2021〕43号', inForce: '2021-12-01' },
  /** 关于职工基本养老保险关系转移接续有关问题的补充通知（一次性缴费） */
  backPayment: { document: '人社厅发〔2019〕94号', inForce: '2019-09-29' },
} as const

/** One document of {@link documents}. */
export type DocumentId = keyof typeof documents

/** An article of a document, with the day from which it holds. */
export const article = (id: DocumentId, article: string) => ({
  citation: { document: documents[id].document, article },
  holdsFrom: documents[id].inForce,
})

/** The day on which a document came into force, by its number as citations name it; '' for an unknown one. */
export const inForceOf = (document: string): string =>
  Object.values(documents).find((one) => one.document === document)?.inForce ?? ''
