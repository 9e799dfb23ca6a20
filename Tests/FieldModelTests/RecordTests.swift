import FieldModel
import Testing

struct RataDieTests {
    @Test func theFirstDayIsOne() {
        #expect(CalendarDate("0001-01-01")?.rataDie == 1)
        #expect(CalendarDate("1970-01-01")?.rataDie == 719_163)
        #expect(CalendarDate("9999-12-31")?.rataDie == 3_652_059)
    }

    @Test(arguments: [UInt32(1), 2, 719_162, 719_163, 739_945, 3_652_059]) func comesBack(day: UInt32) {
        #expect(CalendarDate(rataDie: day)?.rataDie == day)
    }

    @Test func nothingOutsideTheYearsOfTheCalendar() {
        for day: UInt32 in [0, 3_652_060, .max] { #expect(CalendarDate(rataDie: day) == nil) }
        #expect(CalendarDate(daysSince1970: .min).rataDie == 0)
    }
}

struct AgingBucketTests {
    @Test func labels() {
        let expected = [
            (-3, "current"), (0, "current"), (1, "1-30"), (30, "1-30"), (31, "31-60"), (90, "61-90"), (120, "91-120"),
            (180, "121-180"), (181, ">180"), (Int.max, ">180"),
        ]
        for (days, label) in expected { #expect(AgingBucket(daysPastDue: days).label == label) }
    }

    @Test func edgesAreData() {
        #expect(AgingBucket(daysPastDue: 8, edges: [7, 14]).label == "8-14")
        #expect(AgingBucket(daysPastDue: 1, edges: []).label == ">0")
        #expect(AgingBucket(daysPastDue: 1, edges: [1, 5]).label == "1")
        #expect(AgingBucket(daysPastDue: 6, edges: [5, 5, 3, 9]).label == "6-9")
    }

    @Test func laterIsGreater() {
        let buckets = [0, 1, 31, 61, 91, 121, 181].map { AgingBucket(daysPastDue: $0) }
        #expect(buckets == buckets.sorted())
        #expect(Set(buckets.map(\.index)) == Set(0...6))
    }
}

struct AccountTests {
    let asOf = CalendarDate(daysSince1970: 20_000)

    private func account(daysPastDue: Int = 0, pastDue: Int64? = nil) -> Account {
        Account(
            creditor: "b", number: "1", currency: Currency("MXN")!, lenderBalance: 1000, balanceAsOfDay: asOf,
            collectedSince: 300, pastDue: pastDue, daysPastDue: daysPastDue)
    }

    @Test func whatIsOwedIsLessWhatWasCollected() {
        #expect(account().shownBalance == 700)
        #expect(account().money(700).decimal == "7.00")
    }

    @Test func daysPastDueGrowWhileSomethingIsPastDue() {
        #expect(account(daysPastDue: 5).daysPastDue(asOf: asOf + 3) == 8)
        #expect(account(pastDue: 1).daysPastDue(asOf: asOf + 3) == 3)
        #expect(account(daysPastDue: 29).agingBucket(asOf: asOf + 2).label == "31-60")
    }

    @Test func nothingPastDueStaysCurrent() {
        #expect(account().daysPastDue(asOf: asOf + 30) == 0)
        #expect(account(pastDue: 0).daysPastDue(asOf: asOf + 30) == 0)
    }

    @Test func anEarlierDayDoesNotMakeItYounger() {
        #expect(account(daysPastDue: 5).daysPastDue(asOf: asOf - 3) == 5)
    }
}

struct RecordKeyTests {
    @Test func orderIsByKindThenID() {
        let low = Identifier(high: 0, low: 1)
        let high = Identifier(high: 1, low: 0)
        let keys = [
            RecordKey(kind: .account, id: high), RecordKey(kind: .debtor, id: low), RecordKey(kind: .debtor, id: high),
            RecordKey(kind: .branchSettings, id: low),
        ]
        #expect(keys.reversed().sorted() == keys)
    }

    @Test func aRecordHasTheKindOfItsContent() {
        let record = Record(id: .nil_, account: nil, content: .zoneTable(DataDocument(name: "z", version: "1")))
        #expect(record.key == RecordKey(kind: .zoneTable, id: .nil_))
        #expect(RecordKind.allCases.filter(\.isForAll).count == 7)
    }
}
