import type { Scheme } from '../../src-shared/certificate/participation.ts';
import type { FaultCode, ItemSummary, Limitation, RatingLevel, TrailStep } from '../../src-shared/view.ts';

/**
 * 中文先写，按读出来顺口来写：先说做什么，再说为什么；同一件东西只用一个词。
 * 用词：身份证、读卡区、出纸口、凭条口、证明、凭条、呼叫协助、退出、上一步。
 *
 * Chinese is written first and by ear, because it will be spoken. `en.ts` has the same shape.
 */

export interface FaultWords {
  readonly title: string;
  /** What happened. */
  readonly what: string;
  /** What happens to the card and the papers. */
  readonly things: string;
  /** What to do now. */
  readonly now: string;
}
type Details = Readonly<Record<string, string | number>>;

const notIssued = '证明没有出具，也没有计次。';
const notPaid = '没有收费，也没有扣款。';
const kept = '证明已出具，编号不变；再打印不另计次。';

const limitations: Record<Limitation, string> = {
  identityCardReader: '暂不能读身份证',
  documentPrinter: '暂不能打印证明',
  receiptPrinter: '暂不能打印凭条',
  cashRecycler: '暂不能收现金',
  server: '网络中断，部分事项暂不能办',
};

const unavailable: Record<NonNullable<ItemSummary['unavailable']>, string> = {
  identityCardReader: '暂不能办：读卡区停用',
  documentPrinter: '暂不能办：打印机停用',
  cashRecycler: '暂不能办：不能收现金',
  server: '暂不能办：网络中断',
};

const trail: Record<TrailStep, string> = {
  notice: '须知',
  consent: '授权',
  identify: '读身份证',
  verify: '验证码',
  parameters: '选内容',
  bills: '选缴费项',
  pay: '缴费',
  preview: '核对',
  confirm: '确认',
  print: '打印',
  rate: '评价',
  take: '取件',
};

const schemes: Record<Scheme, string> = {
  pension: '养老保险',
  medical: '医疗保险',
  workInjury: '工伤保险',
  maternity: '生育保险',
  unemployment: '失业保险',
};

const ratings: Record<RatingLevel, string> = {
  verySatisfied: '非常满意',
  satisfied: '满意',
  basicallySatisfied: '基本满意',
  dissatisfied: '不满意',
  veryDissatisfied: '非常不满意',
};

const faults: Record<FaultCode, (details: Details, hotline: string) => FaultWords> = {
  serverUnavailable: () => ({
    title: '网络暂时没有回应',
    what: '本机连不上业务系统，不是您的原因。',
    things: notIssued,
    now: '请稍等一会儿，再试一次。',
  }),
  personNotFound: (_, hotline) => ({
    title: '没有查到您的登记信息',
    what: '社保系统里没有这个身份证号码。',
    things: notIssued,
    now: `请到社保窗口核对，或拨打 ${hotline}。`,
  }),
  notInsured: (_, hotline) => ({
    title: '没有查到参保记录',
    what: '您在本地没有参加所选的险种。',
    things: notIssued,
    now: `如在外地参保，请到参保地办理，或拨打 ${hotline}。`,
  }),
  phoneNotRegistered: () => ({
    title: '没有登记手机号码',
    what: '社保系统里没有您的手机号，验证码发不出去。',
    things: notIssued,
    now: '请呼叫协助，或到窗口登记手机号。',
  }),
  tooManyWrongCodes: () => ({
    title: '验证码次数已用完',
    what: '输错的次数太多。为保护您的信息，本次办理已停止。',
    things: notIssued,
    now: '请结束后重新办理，或呼叫协助。',
  }),
  tooManyCodesSent: () => ({
    title: '今天发送的验证码已达上限',
    what: '今天给您的手机发送的验证码太多，不能再发了。',
    things: notIssued,
    now: '请明天再来办理，或呼叫协助。',
  }),
  printLimitReached: (details) => ({
    title: '本月打印次数已用完',
    what: `这种证明每人每月最多打印 ${details.limit ?? 3} 次。`,
    things: '这一次没有打印，也没有计次。',
    now: '下个月 1 日起可以再打印。',
  }),
  printerOutOfPaper: (details) => ({
    title: '打印机没有纸了',
    what: '纸已用完，还没有开始打印。',
    things: details.certificateKept === 1 ? kept : notIssued,
    now: '请呼叫协助加纸，加好后再试一次。',
  }),
  printerUnavailable: () => ({
    title: '打印机暂时不能用',
    what: '打印前检查没有通过。',
    things: notIssued,
    now: '请再试一次；还不行，请呼叫协助。',
  }),
  printFailed: () => ({
    title: '打印没有完成',
    what: '打印中途停下了。',
    things: kept,
    now: '请再试一次，或呼叫协助补打。',
  }),
  printOutcomeUnknown: () => ({
    title: '请看一看出纸口',
    what: '本机不能确定证明是否已经打出。',
    things: '出纸口有纸，就是您的；没有纸，补打不另计次。',
    now: '请取走纸张，或呼叫协助补打。',
  }),
  issueOutcomeUnknown: () => ({
    title: '正在等业务系统确认',
    what: '网络中断，不能确定证明是否已经出具。',
    things: '没有打印。本机会继续核对，不会重复计次。',
    now: '请呼叫协助；或先结束，稍后再来。',
  }),
  identityMismatch: (_, hotline) => ({
    title: '姓名与登记的不一致',
    what: '身份证上的姓名与社保系统里的不同。',
    things: notIssued,
    now: `请到社保窗口更正，或拨打 ${hotline}。`,
  }),
  cardReadFailed: () => ({
    title: '身份证没有读出来',
    what: '试了几次，都没有读到卡里的信息。',
    things: notIssued,
    now: '请擦净身份证再试一次，或呼叫协助。',
  }),
  nothingDue: (_, hotline) => ({
    title: '现在没有要缴的费用',
    what: '系统里没有您和家人待缴的款项，可能已经缴过。',
    things: notPaid,
    now: `如有疑问，请到窗口查询，或拨打 ${hotline}。`,
  }),
};

export const zh = {
  actions: {
    next: '下一步',
    back: '上一步',
    leave: '退出',
    retry: '再试一次',
    finish: '结束办理',
    call: '呼叫协助',
    close: '关闭',
    previousPage: '上一页',
    nextPage: '下一页',
  },
  topBar: {
    language: 'English',
    largeText: '关爱版',
    standardText: '标准版',
    highContrast: '高对比',
    standardContrast: '普通色',
    call: '呼叫协助',
    emblem: '零窗自助服务终端',
  },
  bottomBar: {
    hotline: (number: string) => `服务热线 ${number}`,
    machine: (number: string) => `本机编号 ${number}`,
    progress: '办理进度',
    step: (current: number, total: number) => `第 ${current} 步，共 ${total} 步`,
    nextStep: (name: string) => `接下来：${name}`,
    leaveSoon: (seconds: number) => `${seconds} 秒后自动退出`,
  },
  specimen: { banner: '样张：本机未接入业务系统，打印的文件无效' },
  limitations,
  unavailable,
  trail,
  schemes,
  ratings,
  parts: { cardReader: '读卡区', receiptMouth: '凭条口', paperSlot: '出纸口', noteMouth: '入钞口' },
  restoring: { title: '正在恢复', explain: '请稍候，您的事项不会丢失。' },
  starting: { title: '正在启动', explain: '正在检查各个部件，请稍候。' },
  outOfService: {
    title: '本机暂停服务',
    explain: (hotline: string) => `请换一台机器，或拨打服务热线 ${hotline}。`,
    technician: '维护信息',
  },
  attract: {
    start: '触摸屏幕开始',
    other: 'Touch to begin',
    words: ['刷身份证', '核对内容', '取走证明'],
  },
  home: {
    title: '您要办什么？',
    search: '搜索事项',
    searchHint: '用拼音首字母找，例如 cbzm',
    frequent: '常办事项',
    categories: '全部分类',
    count: (count: number) => `${count} 项`,
  },
  search: {
    title: '搜索事项',
    prompt: '请输入拼音或首字母',
    example: '例如“参保证明”，输入 cbzm',
    none: '没有找到，请换个说法，或呼叫协助。',
    found: (count: number) => `找到 ${count} 项`,
    clear: '清空',
    erase: '删除',
    space: '空格',
    close: '不找了',
  },
  category: {
    explain: (count: number) => `共 ${count} 项，请选一项。`,
    empty: '这一类暂时没有可办的事项。',
    page: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
  },
  notice: {
    explain: '办理前，请先看这五点。',
    who: '谁能办',
    need: '要带什么',
    get: '能拿到什么',
    duration: '要多久',
    cost: '要多少钱',
    more: '更多说明',
    start: '开始办理',
  },
  consent: {
    title: '请同意使用您的信息',
    explain: '看清楚再选，不同意也没关系。',
    agree: '同意，继续',
    decline: '不同意',
  },
  identify: {
    waiting: '请把身份证放在读卡区',
    waitingWhy: '放平不动，读完会告诉您。',
    reading: '正在读卡，请不要动',
    readingWhy: '请让身份证留在读卡区。',
    readerUnavailable: '读卡区暂时不能用',
    readerUnavailableWhy: '恢复后自动继续，您的事项不会丢失。',
    picture: '身份证平放在机器左侧的读卡区',
    problems: {
      notAnIdentityCard: '这不是居民身份证，请换身份证再放。',
      liftedTooSoon: '身份证拿开得太早，请再放一次。',
      unreadable: '没有读到，请擦净身份证再放一次。',
      cardExpired: '这张身份证已过有效期，请换有效的身份证。',
      numberInvalid: '卡里的号码校验不对，请再放一次，或呼叫协助。',
    },
  },
  verify: {
    title: '请输入短信验证码',
    sentTo: '验证码已发到',
    checking: '正在核对验证码',
    confirm: '确认',
    resend: '重新发送',
    resendIn: (seconds: number) => `${seconds} 秒后可重发`,
    digits: (entered: number, length: number) => `已输入 ${entered} 位，共 ${length} 位`,
    erase: '删除',
    clear: '清空',
    problems: {
      wrongCode: (left: number) => `验证码不对，还可以试 ${left} 次。`,
      codeExpired: '验证码已失效，请重新发送。',
      serverUnavailable: '网络没有回应，请稍候再试。',
    },
  },
  working: {
    tasks: {
      sendingCode: '正在发送验证码',
      queryingRecords: '正在查询参保记录',
      checkingPrinter: '正在检查打印机',
      queryingBills: '正在查询待缴费用',
    },
    usual: (seconds: number) => `通常 ${seconds} 秒以内，请稍候。`,
  },
  parameters: {
    title: '请选择证明的内容',
    explain: '已按常用内容选好，可以直接下一步。',
    region: '参保地',
    schemes: '险种（可以多选）',
    schemeNeeded: '请至少选一个险种',
    period: '时间',
    months: (months: number) => `最近 ${months} 个月`,
    range: (from: string, to: string) => `${from}至${to}`,
  },
  bills: {
    title: '请选择要缴的费用',
    explain: (title: string, period: string) => `${title}，${period} 年度。可以替家人一起缴。`,
    relations: { self: '本人', spouse: '配偶', child: '子女', parent: '父母' },
    needed: '请至少选一项',
    pay: (amount: string) => `去缴费 ${amount}`,
  },
  choosePayment: {
    title: '请选择怎么付',
    explain: '请先核对金额，再选付款方式。',
    due: '应缴合计',
    cash: '现金',
    notes: (notes: string) => `收 ${notes} 元纸币`,
    cashUnavailable: '暂不能收现金',
    code: '手机扫码',
    codeDetail: '微信、支付宝、云闪付都可以',
    change: '现金多付的会找零；中途不想缴了，全部退回。',
  },
  payCash: {
    titles: {
      opening: '正在打开入钞口',
      taking: '请放入纸币',
      deciding: '正在验钞',
      booking: '正在缴费，请稍候',
      payingOut: '正在出钞，请稍候',
    },
    explains: {
      opening: '请稍候。',
      taking: '一次放一张，展平，放进亮起的入钞口。',
      deciding: '请等这一张收好，再放下一张。',
      booking: '钱已收好，正在等业务系统确认。',
      payingOut: '请在入钞口取走，请不要离开。',
    },
    picture: '纸币从机器正面的入钞口放入',
    due: '应缴',
    taken: '已放入',
    left: '还差',
    change: '应找零',
    notes: '已收的纸币',
    noNotes: '还没有放入纸币',
    cancel: '不用现金',
    cancelAll: '不缴了，全部退回',
    rest: (amount: string) => `剩下 ${amount} 扫码付`,
  },
  payCode: {
    titles: {
      preparing: '正在生成付款码',
      waiting: '请用手机扫码付款',
      unknown: '正在确认付款结果',
      booking: '已付款，正在缴费',
      closing: '正在取消付款',
    },
    explains: {
      preparing: '请稍候。',
      waiting: '打开微信、支付宝或云闪付，扫下面的码。',
      unknown: '网络较慢，正在反复查询，请不要重复付款。',
      booking: '请稍候，正在等业务系统确认。',
      closing: '请稍候；如果已经付款，会照常缴费或原路退回。',
    },
    picture: '付款二维码',
    seconds: (seconds: number) => `请在 ${seconds} 秒内付款`,
    specimen: '样张：未接入支付渠道，不会真的扣款',
    amount: '付款金额',
    taken: '已收现金',
    cancel: '不扫码了',
  },
  paymentResult: {
    titles: {
      paid: '缴费成功',
      waiting: '结果待确认',
      refunded: '没有缴费',
      refused: '没有缴成',
      expired: '付款码已过期',
      unavailable: '现在付不了',
    },
    states: {
      paid: '业务系统已入账',
      waiting: '钱已收好，正在等业务系统入账',
      refunded: '已取消，没有扣款',
      refused: '业务系统没有接受这笔缴费',
      expired: '没有付款，也没有扣款',
      unavailable: '没有缴费',
    },
    explains: {
      paid: (_hotline: string) => '请取走凭条和找零。',
      waiting: (hotline: string) => `请留好凭条，不要重复缴费。明天可拨 ${hotline} 查询。`,
      refunded: (_hotline: string) => '放入的钱已退回，请在入钞口取走。',
      refused: (_hotline: string) => '可能已经缴过。放入的钱会退回，扫码付的原路退回。',
      expired: (_hotline: string) => '可以重新选择付款方式。',
      unavailable: (_hotline: string) => '请换一种付款方式，或呼叫协助。',
    },
    due: '缴费金额',
    cash: '现金支付',
    inserted: '放入的现金',
    code: '扫码支付',
    change: '找零',
    returned: '已退回',
    receipt: '缴费凭证号',
    open: (amount: string, reference: string) =>
      `有 ${amount} 不能确定是否已退出。请先看入钞口；没有就呼叫协助，凭查询编号 ${reference} 核查。`,
    claimTitle: (amount: string) => `本机还欠您 ${amount}，请凭领款码到窗口领取`,
    claimSlip: '领款码已打印在凭条上，请取走并收好。',
    claimWrite: '凭条打不出来，请抄下或拍下领款码，再按下面的按钮。',
    claimDone: '领款码我已收好',
    again: '重新选择',
  },
  preview: {
    title: '请核对证明内容',
    explain: '屏幕上隐去了一部分，纸上是完整的。',
    page: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
    enlarge: '放大',
    reduce: '缩小',
    accept: '内容无误，继续',
    picture: '证明的样子',
  },
  confirm: {
    title: '确认打印这份证明？',
    explain: (ordinal: number, limit: number) => `这是本月第 ${ordinal} 次，每月最多 ${limit} 次。`,
    item: '事项',
    name: '姓名',
    idNumber: '身份证号码',
    period: '时间',
    pages: '页数',
    pageCount: (pages: number) => `A4 纸 ${pages} 页`,
    receipt: '凭条',
    withReceipt: '打印一张',
    withoutReceipt: '凭条打印机停用，不打印',
    print: '确认打印',
  },
  printing: {
    titles: {
      issuing: '正在出具证明',
      sending: '正在送到打印机',
      printing: '正在打印证明',
      receipt: '正在打印凭条',
    },
    explain: (seconds: number) => `通常 ${seconds} 秒以内，请不要离开。`,
    stages: {
      issuing: '出具证明',
      sending: '送到打印机',
      printing: '打印证明',
      receipt: '打印凭条',
    },
    pages: (done: number, pages: number) => `已出 ${done} 页，共 ${pages} 页`,
    state: { done: '完成', now: '进行中', later: '等待' },
    picture: '纸从机器下方的出纸口出来',
  },
  rate: {
    title: '这次办得怎么样？',
    explain: '评价不记名，也可以不评价。',
    skip: '不评价',
    noReceipt: '凭条没有打印出来，办理结果不受影响。',
  },
  take: {
    title: '请取走您的物品',
    remind: '您还有物品没有取走',
    explain: '每一样取走后，这里会打勾。',
    explainUnsensed: '全部取走后，请按下面的按钮。',
    names: { identityCard: '身份证', certificate: '证明', receipt: '凭条', cash: '找零' },
    places: { identityCard: '在读卡区', certificate: '在出纸口', receipt: '在凭条口', cash: '在入钞口' },
    states: { present: '请取走', taken: '已取走', unsensed: '请取走' },
    done: '我都取走了',
    picture: '请取走亮起部位的物品',
  },
  farewell: { title: '办好了，请慢走', explain: '您的信息已从本机清除。' },
  fault: {
    faults,
    what: '发生了什么',
    things: '您的东西',
    now: '现在怎么办',
    cardOnReader: '身份证如还在读卡区，请记得取走。',
    reference: '查询编号',
  },
  idle: {
    title: '您还在吗？',
    explain: '没有操作就会退出，并清除您的信息。',
    seconds: '秒后退出',
    stay: '我还在',
    leave: '现在退出',
  },
  assistance: {
    called: (time: string) => `${time} 已呼叫协助，请稍候。`,
  },
  staff: {
    signIn: {
      title: '工作人员登录',
      explain: '请输入工作密码。',
      signIn: '登录',
      digits: (count: number) => `已输入 ${count} 位`,
      problems: { wrongPin: '密码不对，请重新输入。', locked: '错误次数太多，登录已锁定，请稍后再来。' },
    },
    title: '维护',
    openJobs: '未了结的打印',
    noOpenJobs: '没有未了结的打印。',
    devices: '部件',
    link: '中心连接',
    links: { online: '已连接', offline: '连接中断', notEnrolled: '尚未注册' },
    unsent: (count: number) => (count === 0 ? '报告已全部送达' : `有 ${count} 份报告待送达`),
    reportsRefused: {
      gap: (sequence: number) =>
        `中心缺少第 ${sequence} 号报告，已停止接收本机报告。请通知中心运维，处理后重启本机。`,
      conflict: (sequence: number) =>
        `中心的第 ${sequence} 号报告与本机的不同，已停止接收本机报告。请通知中心运维，处理后重启本机。`,
    },
    problems: {
      paperOut: '打印机没有纸。请加纸后再补打。',
      printerUnavailable: '本机现在没有可用的 A4 打印机。',
      printFailed: '没有打印出来。请排除打印机故障后再补打。',
      printOutcomeUnknown: '不知道是否打出。请先看出纸口，再选择“已打出”或“补打”。',
      centreUnreachable: '连不上中心，没有收到答复。请稍后再试，重复作废没有影响。',
      centreRefused: '中心没有接受。请记下流水号，联系中心。',
    },
    cash: {
      title: '现金',
      places: '账面现金',
      kinds: { payout: '循环钞箱', cashbox: '存款钞箱' },
      empty: '没有钞票',
      count: '盘点轧账',
      exchange: '加钞清机',
      suspense: '未查明的差额',
      claims: '待领款',
      settle: '凭码付款',
      settleEffect: '请核对身份证和凭条，输入领款码，付款后再按确认。确认后这个码作废。',
      paidOut: '我已付款',
      code: '领款码',
      cases: '待查',
      noCases: '没有待查的款项。',
      noTrace: '不属于任何一笔业务',
      findings: {
        foundInMachine: '钱在机内',
        givenToCitizen: '已到群众手中',
        nothingFound: '没有找到',
      },
      countEffect: '请打开钞箱清点，逐个面额输入张数。账面数点完才显示，差额记入待查。',
      exchangeEffect: '请输入加钞或取钞之后，钞箱里的张数。差数记为加入或取出。',
      secondPin: '第二人密码',
      book: (total: string) => `合计 ${total}，入账`,
      agrees: (total: string) => `账实相符：${total}。`,
      differs: (ledger: string, total: string, difference: string) =>
        `账面 ${ledger}，实点 ${total}，差额 ${difference} 已记入待查。`,
      exchanged: (difference: string, total: string) => `已入账 ${difference}，现有 ${total}。`,
      slip: '单据已打印。',
      noSlip: '单据没有打印出来。',
      problems: {
        unknownCode: '没有这个领款码，或已经付过。请再核对一次。',
        secondPinWrong: '第二人的密码不对，没有入账。',
        cashInActive: '有人正在缴费，请稍后再点。',
      },
    },
    jobStates: { notDone: '没有打印', indeterminate: '结果不明' },
    trace: '流水号',
    certificateNumber: '证明编号',
    noCertificate: '未取得',
    startedAt: '开始时间',
    evidence: '经过',
    busy: '正在执行',
    acts: {
      reprint: '补打',
      confirmPrinted: '已打出',
      void: '作废',
    },
    effects: {
      reprint: '用同一编号再打印一份，不另计次。请先确认出纸口没有纸。',
      confirmPrinted: '您已亲眼看到纸。这份打印记为已完成，之后不能补打。',
      void: '这份证明从此查验不通过，这一次打印不计次。不能撤销。',
    },
    confirmTitles: {
      reprint: '补打这份证明？',
      confirmPrinted: '确认已经打出？',
      void: '作废这份证明？',
    },
    cancel: '不，返回',
    classes: {
      identityCardReader: '身份证阅读器',
      documentPrinter: 'A4 打印机',
      receiptPrinter: '凭条打印机',
      cardReader: '社保卡读卡器',
      cashAcceptor: '纸币模块',
      cashDispenser: '出钞模块',
      coinAcceptor: '硬币模块',
      barcodeReader: '扫码器',
      pinPad: '密码键盘',
      auxiliaries: '灯与门',
      powerSupply: '后备电源',
    } as Record<string, string>,
    selfTest: '全部自检',
    retractBinEmptied: '回收箱已清空',
    testing: '正在自检',
    tested: { passed: '自检通过', failed: '自检未通过' },
    checks: { reachable: '连接', answers: '应答', supplied: '耗材', empty: '内无遗留' },
    /** What is left, roughly. `paper` is the name that the printer's profile gives it. */
    forecast: {
      receipts: (count: number, _paper: string | null) => `约剩 ${count} 张凭条`,
      pages: (count: number, paper: string | null) =>
        `约剩 ${count} 页${paper === null ? '' : `（${paper}）`}`,
      byToner: '受墨粉限制',
    },
    counters: {
      cardsRead: (count: number) => `读卡 ${count} 次`,
      pages: (count: number) => `打印 ${count} 张`,
      receipts: (count: number) => `凭条 ${count} 张`,
      notesTaken: (count: number) => `收钞 ${count} 张`,
      notesDispensed: (count: number) => `出钞 ${count} 张`,
      coinsTaken: (count: number) => `收币 ${count} 枚`,
      coinsDispensed: (count: number) => `出币 ${count} 枚`,
      jams: (count: number) => `卡堵 ${count} 次`,
      minutesOn: (count: number) => `运行 ${Math.floor(count / 60)} 小时`,
    },
    statuses: {
      online: '正常',
      offline: '连不上',
      powerOff: '没有电',
      noDevice: '没有找到',
      hardwareError: '硬件故障',
      userError: '需要处理',
      deviceBusy: '正在工作',
      fraudAttempt: '疑似破坏',
      potentialFraud: '疑似破坏',
      starting: '正在启动',
    } as Record<string, string>,
    leave: '离开维护',
  },
};

/** The shape of all words: every language has every key, or it does not compile. */
type Shape<T> = T extends string
  ? string
  : T extends (...args: infer A) => infer R
    ? (...args: A) => R
    : { readonly [K in keyof T]: Shape<T[K]> };
export type Messages = Shape<typeof zh>;
