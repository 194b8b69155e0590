import { describe, expect, test } from 'vitest'
import { recogniseRefusal, refusalReason } from '../../src/policy/recogniseRefusal.ts'
import { refusalReasons } from '../../src/policy/refusalReasons.ts'

describe('reasons for refusal', () => {
  test.each([
    ['该人员在转入地未参保', 'notEnrolled'],
    ['参保人在本市无缴费记录，不予受理', 'notEnrolled'],
    ['女性年满40周岁首次在我市参保，且非本市户籍', 'ageBar'],
    ['本地为临时基本养老保险缴费账户，不符合转入条件', 'temporaryAccount'],
    ['转出地未停保', 'notStopped'],
    ['原单位未减员，请先办理停保', 'notStopped'],
    ['转出地存在欠费，请补缴后申请', 'arrears'],
    ['该参保人已领取基本养老金', 'drawing'],
    ['存在重复缴费时段', 'paidTwice'],
    ['一次性缴费超过三年，未提供法律文书', 'backPayment'],
    ['我市非待遇领取地', 'notBenefitPlace'],
    ['姓名与凭证不一致', 'mismatch'],
    ['缴费起止时间与原参保地记录不符', 'mismatch'],
    ['同一省内流动无需办理转移', 'withinProvince'],
    ['转入险种选择错误', 'wrongKind'],
    ['转出地暂未开通网上申请', 'notOnline'],
    ['前次转移业务未办结', 'earlierOpen'],
    ['附件模糊，请重新上传', 'attachment'],
    ['上传的凭证照片看不清', 'attachment'],
    ['转出地医保未中止参保', 'medicalNotStopped'],
    ['居民医保当年度不予转移', 'medicalThisYear'],
  ])('%s → %s', (sentence, id) => {
    expect(recogniseRefusal(sentence)?.id).toBe(id)
  })

  test.each(['', '请联系经办人员', '审核通过', '材料已收到，请耐心等待'])(
    'nothing is read into “%s”',
    (sentence) => {
      expect(recogniseRefusal(sentence)).toBeNull()
    },
  )

  test('every reason is known again in its own words, says what to do, and where it comes from', () => {
    for (const reason of refusalReasons) {
      expect(recogniseRefusal(reason.reason)?.id).toBe(reason.id)
      expect(reason.remedy.length).toBeGreaterThan(8)
      const ruling = refusalReason(reason.id)
      expect(ruling.conclusion).toBe(reason)
      expect(ruling.standing === 'national').toBe(reason.source !== null)
    }
  })

  test('a field is named where mending it can help', () => {
    expect(refusalReason('attachment').conclusion.field).toBe('certificate')
    expect(refusalReason('wrongKind').conclusion.field).toBe('transferKind')
    expect(refusalReason('drawing').conclusion.field).toBeUndefined()
  })
})
