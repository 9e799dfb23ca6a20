import FieldModel
import FieldRules
import Foundation
import HostLibraries
import Logging
import SyncCore
import SyncServer
import SyncSimulation
import SyncStorage
import SyncWire

// Fills a server's store with a sampled history whose truth is known, measures scoring, or checks what is learned from
// such histories; see tools/sample-portfolio --months and tools/bench. Exit status: 0 done, 64 wrong usage, 65 what was
// planted did not come out.

struct Arguments {
    var settings: SampleSettings
    var data: String?
    var truth: String?
    var bench: Int?
    var check: Int?

    init?(_ words: some Sequence<String>, today: CalendarDate, zone: Zone) {
        settings = SampleSettings(asOf: today, zone: zone)
        var words = Array(words)[...]
        while let word = words.popFirst() {
            guard let value = words.popFirst() else { return nil }
            switch word {
            case "--data": data = value
            case "--truth": truth = value
            case "--bench":
                guard let number = Int(value), number > 0 else { return nil }
                bench = number
            case "--check":
                guard let number = Int(value), (1...1_000).contains(number) else { return nil }
                check = number
            case "--as-of":
                guard let day = CalendarDate(value) else { return nil }
                settings.asOf = day
            case "--seed":
                guard let seed = UInt64(value) else { return nil }
                settings.seed = seed
            case "--accounts", "--months", "--collectors":
                guard let number = Int(value), (1...10_000_000).contains(number) else { return nil }
                if word == "--accounts" { settings.accounts = number }
                if word == "--months" { settings.months = min(number, 36) }
                if word == "--collectors" { settings.collectors = min(number, 1_000) }
            default: return nil
            }
        }
    }
}

struct NoCertificates: DeviceCertificateIssuing {
    func issue(
        request: [UInt8], branch: BranchID?, device: DeviceID, generation: UInt32, at now: Instant
    ) throws -> IssuedCertificate { throw CertificateRefusal("this program certifies nothing") }
    func read(certificate: [UInt8]) throws -> PresentedCertificate {
        throw CertificateRefusal("this program reads no certificates")
    }
    func serverCertificateExpiry() -> Instant? { nil }
}

/// Accounts that share one pass through the store.
let accountsPerChunk = 200

func fill(_ arguments: Arguments, _ folder: String, _ currency: Currency) async throws {
    let settings = arguments.settings
    let store = try SQLiteServerStore.open(
        path: folder + "/store.sqlite", hash: OpenSSLHash(), operations: WireOperationCodec(), createIfMissing: false)
    let core = ServerCore(
        parts: ServerParts(
            store: store,
            contents: ContentFolder(
                path: folder + "/contents", hash: OpenSSLHash(), isShared: false, now: { systemNow() }),
            hash: OpenSSLHash(), records: WireRecordCodec(), operations: WireOperationCodec(),
            pages: PageCoder(content: WirePageContent(), encodings: [ZstdPages()]), now: { systemNow() },
            randomBytes: { SystemRandom.bytes($0) }, certificates: NoCertificates(),
            organisation: OrganisationInfo(
                name: "", timeZone: settings.zone.name, hosts: [], authority: "", rootPEM: "", rootFingerprint: []),
            programVersion: "sample", logger: Logger(label: "cartera-portfolio")))
    let skills = PlantedSkills(settings)
    let replay = HistoryReplay(core: core)
    let branch = try await replay.addBranch(
        "Muestra", zone: settings.zone.name, people: skills.people,
        at: settings.zone.startOfDay(settings.snapshots[0] - 1))
    var lines = "account,day,probability_ppm,paid,collector,segment\n"
    var (count, refused) = (0, 0)
    for start in stride(from: 0, to: settings.accounts, by: accountsPerChunk) {
        let accounts = (start..<min(start + accountsPerChunk, settings.accounts)).map {
            SampledAccount($0, settings, skills, currency: currency)
        }
        let operations = accounts.flatMap { one in one.operations.map { (account: one.id, told: $0) } }
        refused += try await replay.take(operations, in: branch)
        count += operations.count
        for truth in accounts.flatMap(\.truths) {
            let ppm = Int(truth.probability * 1_000_000)
            lines += "\(truth.account),\(truth.day),\(ppm),\(truth.paid ? 1 : 0),\(truth.collector),\(truth.segment)\n"
        }
    }
    if let file = arguments.truth { try Data(lines.utf8).write(to: URL(fileURLWithPath: file)) }
    if let file = arguments.truth {
        var table = "collector,name,segment,shift\n"
        for (index, shifts) in skills.shifts.enumerated() {
            for (segment, shift) in shifts.enumerated() {
                table += "\(index),Gestor \(index + 1),\(CollectorReport.segments[segment]),\(shift)\n"
            }
        }
        try Data(table.utf8).write(to: URL(fileURLWithPath: file + ".skills.csv"))
    }
    try store.close()
    print("{\"accounts\": \(settings.accounts), \"operations\": \(count), \"not_applied\": \(refused)}")
}

func systemNow() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }

/// Cards as they are shipped are of this size: a dozen characteristics of four to six bins.
func sampleCard(_ name: String) -> CompiledCard? {
    let edges: [(FactName, [Int])] = [
        (.daysPastDue, [1, 31, 61, 91, 181]), (.bureauScore, [520, 580, 640, 700]), (.payments90, [1, 2, 3]),
        (.keptPercent, [25, 50, 75]), (.rightParty90, [1, 2, 3]), (.income, [6_000, 12_000, 25_000]),
        (.balance, [5_000, 20_000, 60_000]), (.daysSincePayment, [15, 45, 90]), (.contactPercent, [20, 40, 60]),
        (.tenureDays, [365, 730, 1_460]), (.balanceToIncome, [50, 150, 400]), (.promisesBroken, [1, 2, 3]),
    ]
    let characteristics = edges.compactMap { fact, edges -> Scorecard.Characteristic? in
        guard let layout = BinLayout(.ranges(edges: edges.map { ScoreNumber($0) }), missing: .own) else { return nil }
        let bins = (0..<layout.count).map { Scorecard.Bin(milliPoints: $0 * 7_919 % 30_000) }
        return Scorecard.Characteristic(name: fact.name, layout: layout, bins: bins)
    }
    let knots = (0...60).map { PointsTable.Knot(milliPoints: 300_000 + $0 * 10_000, value: 1_000_000 - $0 * 15_000) }
    guard let table = PointsTable(knots) else { return nil }
    return CompiledCard(
        Scorecard(
            name: name, version: "1", target: Scorecard.Target(column: "outcome", bad: "1"),
            constantMilliPoints: 400_000, characteristics: characteristics, probability: table))
}

/// From here on a year's history teaches a card that orders within 0.02 of the truth: 12 months of 500 accounts gave gaps
/// of up to 0.022, of 1,000 up to 0.013.
let accountsForLearning = 1_000

func tooFewToLearn(_ accounts: Int) -> String {
    "cartera-portfolio: \(accounts) accounts are too few to learn within 0.02 of the truth's AUC; "
        + "take --accounts \(accountsForLearning) or more\n"
}

/// What is learned from planted histories against the truth of each: how well a card orders the time after its lesson,
/// and how many of the collectors' intervals hold the planted skill. False when either is not as it should be.
func check(_ seeds: Int, _ asked: SampleSettings, _ currency: Currency) throws -> Bool {
    let branch = BranchSettings(name: "", timeZone: asked.zone.name)
    var (covered, judged, worst) = (0, 0, 0.0)
    for seed in 0..<UInt64(seeds) {
        var settings = asked
        settings.seed = asked.seed + seed
        let planted = PlantedSkills(settings)
        let accounts = (0..<settings.accounts).map { SampledAccount($0, settings, planted, currency: currency) }
        let now = FactCutoff.endOf(settings.asOf, in: settings.zone)
        guard let period = ReportPeriod(from: settings.snapshots[0], to: settings.asOf) else { return false }
        var report = CollectorReport(period, hash: OpenSSLHash())
        var rows = TrainingRows()
        for account in accounts {
            let history = account.history(branch)
            report.take(ReportCase(history, now: now))
            rows.add(history, .propensity, at: settings.snapshots, horizon: 30, now: now, hash: OpenSSLHash())
        }
        let test = settings.snapshots[settings.months * 3 / 4]
        let options = TrainingOptions(target: Scorecard.Target(column: TrainingRows.target, bad: "1"))
        let learned = try HistoryTraining.train(
            rows.table(), options, dayColumn: TrainingRows.dayColumn, testFrom: "\(test.daysSince1970)")
        let later = accounts.flatMap(\.truths).filter { $0.day >= test }
        let truth = Ranking(
            risk: later.map { -$0.probability }, outcome: BinaryOutcome(isBad: later.map { !$0.paid }))
        let (people, estimate) = try report.estimate()
        var (own, cells) = (0, 0)
        for cell in estimate.cells {
            guard let low = cell.low, let high = cell.high,
                let index = planted.people.firstIndex(of: people[cell.collector])
            else { continue }
            cells += 1
            if (low...high).contains(planted.shifts[index][cell.segment]) { own += 1 }
        }
        (covered, judged) = (covered + own, judged + cells)
        worst = max(worst, truth.auc - learned.held.ranking.auc)
        print(
            "{\"seed\": \(settings.seed), \"rows\": \(rows.count), \"held_rows\": \(learned.held.rows), "
                + "\"auc\": \(learned.held.ranking.auc), \"auc_of_truth\": \(truth.auc), "
                + "\"intervals\": \(cells), \"covered\": \(own)}")
    }
    let percent = judged > 0 ? Double(covered) * 100 / Double(judged) : 0
    print("{\"largest_auc_gap\": \(worst), \"intervals\": \(judged), \"covered_percent\": \(percent)}")
    if worst > 0.02, asked.accounts < accountsForLearning {
        FileHandle.standardError.write(Data(tooFewToLearn(asked.accounts).utf8))
    }
    return worst <= 0.02 && (90...99).contains(percent)
}

/// A million accounts, on one thread: the sampled facts again and again, so that memory says nothing about the store.
func bench(_ accounts: Int, _ settings: SampleSettings, _ currency: Currency) {
    var settings = settings
    settings.months = 6
    let skills = PlantedSkills(settings)
    let branch = BranchSettings(name: "", timeZone: settings.zone.name)
    let histories = (0..<2_000).map { SampledAccount($0, settings, skills, currency: currency).history(branch) }
    let cutoff = FactCutoff.endOf(settings.asOf, in: settings.zone)
    let facts = histories.compactMap { $0.facts(cutoff) }
    let names = ["propensity", "promise_kept", "recovery", "settlement"]
    let models = ScoringModels(
        names.compactMap { name in
            sampleCard(name).map {
                ScoringModels.Model(plan: ScorePlan(model: name, revision: 1, champion: "1"), champion: $0)
            }
        })
    var sum: Int64 = 0
    let scoring = measure {
        for index in 0..<accounts {
            let score = models.score(
                facts[index % facts.count], cutoff, unit: .nil_, balance: 1_000_000, hash: OpenSSLHash())
            sum &+= score?.milliPoints ?? 0
        }
    }
    let derived = min(accounts, 100_000)
    let deriving = measure {
        for index in 0..<derived { sum &+= histories[index % histories.count].facts(cutoff)?.numbers[0] ?? 0 }
    }
    let events = histories.reduce(0) { $0 + $1.events.count } / histories.count
    print(
        "{\"accounts\": \(accounts), \"models\": \(models.models.count), \"scoring_cpu_seconds\": \(scoring), "
            + "\"events_per_account\": \(events), "
            + "\"facts_microseconds_per_account\": \(deriving / Double(derived) * 1e6), \"check\": \(sum)}")
}

/// Seconds of the processor that this thread took: what others do on the machine does not count.
func measure(_ body: () -> Void) -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    body()
    return now() - start
}

let usage = """
    usage: cartera-portfolio --data DIR [--accounts N] [--months N] [--collectors N] [--seed N] [--as-of DAY]
                             [--truth FILE]
           cartera-portfolio --bench N
           cartera-portfolio --check N [--accounts N] [--months N] [--collectors N] [--seed N]

    """

guard let zone = ZoneTable.standard.zone("America/Mexico_City"), let currency = Currency("MXN"),
    let arguments = Arguments(
        CommandLine.arguments.dropFirst(), today: zone.localDate(at: systemNow()), zone: zone),
    arguments.data != nil || arguments.bench != nil || arguments.check != nil
else {
    FileHandle.standardError.write(Data(usage.utf8))
    exit(64)
}
if let count = arguments.bench { bench(count, arguments.settings, currency) }
if let seeds = arguments.check, try !check(seeds, arguments.settings, currency) { exit(65) }
if let folder = arguments.data { try await fill(arguments, folder, currency) }
