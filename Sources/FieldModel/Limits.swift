/// What is the most of everything: whatever a peer sends is measured against these before it is used.
package enum Limits {
    /// UTF-8 bytes of a visit's or contact's note.
    package static let noteBytes = 4000
    /// UTF-8 bytes of a person's name.
    package static let nameBytes = 200
    /// UTF-8 bytes of a short text: a phone, an e-mail, a street line, a city.
    package static let valueBytes = 500
    /// UTF-8 bytes of an account register's value.
    package static let registerValueBytes = 2000
    /// UTF-8 bytes of a reason.
    package static let reasonBytes = 500
    /// UTF-8 bytes of a letter's text: with its values it fits into one intent.
    package static let letterBytes = 24_000
    /// Values that a letter is filled with, and the UTF-8 bytes of one.
    package static let letterValues = 64
    package static let letterValueBytes = 800
    /// Deliveries of a letter that are kept.
    package static let deliveries = 20
    /// UTF-8 bytes of what proves a flag or a consent.
    package static let evidenceBytes = 1000
    /// Bytes of one record as the wire carries it.
    package static let recordBytes = 65_536
    /// Bytes of one intent as the wire carries it.
    package static let intentBytes = 32_768
    /// Operations that one push carries.
    package static let operationsPerBatch = 256
    /// Bytes of the operations that one push carries.
    package static let pushBatchBytes = 512 * 1024
    /// Bytes of the rows that one page carries.
    package static let pageBytes = 512 * 1024
    /// Operations that a device may push in one round of an exchange.
    package static let operationsPerExchange = 10_000
    /// Operations that one may name as having to come before it.
    package static let dependsOn = 16
    /// Instalments of a promise.
    package static let instalments = 60
    /// Revisions of a visit or of a promise.
    package static let revisions = 20
    /// Unresolved conflicts of an account.
    package static let openConflictsPerAccount = 100
    /// Operations waiting on a device from which on the collector is warned.
    package static let outboxWarning = 20_000
    /// Operations waiting on a device at which it takes no more.
    package static let outboxMost = 50_000
    /// Bytes of what waits, of which the same is true.
    package static let outboxWarningBytes = 64 << 20
    package static let outboxMostBytes = 128 << 20
    /// Free bytes of the home's disk under which nothing new is taken: enough for all that waits to be sent and for what
    /// its sync writes.
    package static let leastFreeBytes: UInt64 = 64 << 20
    /// Days that a device keeps the bodies of operations that have their receipt: what a restored server may ask for.
    package static let bodyDays = 30
    /// Bodies that are let go of in one transaction.
    package static let prunedPerTransaction = 500
    /// Pauses between attempts to reach the server: the first, and the longest that doubling makes of it.
    package static let shortestPauseMilliseconds: Int64 = 500
    package static let longestPauseMilliseconds: Int64 = 30_000
    /// How far in the future a moment may lie: what a device's clock may be fast by.
    package static let clockSkewMilliseconds: Int64 = 5 * 60 * 1000
    /// From when on a claim of the past counts as late, however honest it may be.
    package static let lateClaimMilliseconds: Int64 = 86_400_000
    /// How far ahead a promise may be due where the branch has not said.
    package static let promiseHorizonDays = 180
    /// UTF-8 bytes of a lender's account number.
    package static let accountNumberBytes = 64
    /// Bytes of one attachment's content.
    package static let attachmentBytes: UInt64 = 20 << 20
    /// Attachments of an account, withdrawn ones too, and the bytes of their contents together.
    package static let attachmentsPerAccount = 200
    package static let attachmentBytesPerAccount: UInt64 = 200 << 20
    /// UTF-8 bytes of the name of a content's format.
    package static let mediaTypeBytes = 100
    /// Bytes of a content that one message carries.
    package static let attachmentChunkBytes = 64 * 1024
    /// Attachments that a device asks about in one call.
    package static let attachmentsPerOffer = 500
    /// Bytes of contents that wait on a device to be sent, at which it takes no more.
    package static let attachmentBytesWaiting: UInt64 = 1 << 30
    /// Unfinished contents that the server keeps of one device: the oldest goes.
    package static let attachmentPartsPerDevice = 4
    /// After so many days without a byte an unfinished content is dropped.
    package static let attachmentPartDays: Int64 = 7
    /// For so many days the server keeps a content that no record names: what was lost with a store is offered again.
    package static let attachmentUnnamedDays: Int64 = 30
    /// Bytes that one `sync --with-documents` fetches.
    package static let attachmentBytesPerSync: UInt64 = 500 << 20
    /// Batches of an imported file that one call carries, so that a call ends long before its connection is too old.
    package static let importBatchesPerCall = 8
    /// Calls without an answer that an import makes one after the other when its connections break.
    package static let fruitlessImportCalls = 1
    /// Bytes of one cell of an imported file.
    package static let cellBytes = 65_536
    /// How long an allowance is good for; it is renewed when half of that has passed.
    package static let allowanceDays = 7
    /// Units of an allowance whose rule depends on an event: there is one holder, and he judges by what he knows.
    package static let exclusiveUnits = 1000
    /// Units that one grant can carry, over all its renewals.
    package static let allowanceUnits = 1_000_000
    /// Spends that an allowance remembers.
    package static let allowanceSpends = 64
    /// Accounts of one person that share contacts and flags.
    package static let accountsPerPerson = 64
    /// Accounts of one holder whose allowances are looked after in one round of an exchange.
    package static let allowanceAccountsPerRound = 2000
}

/// What an exchange may hold, and what many of them together.
extension Limits {
    /// Pages that were sent and that the device has not applied yet: a slow reader holds so many and no more, then it
    /// is sent nothing until it has caught up.
    package static let unacknowledgedPages = 8
    /// Rounds that wait for their pull.
    package static let waitingRounds = 16
    /// Checkpoints that the device has not answered yet.
    package static let unansweredCheckpoints = 64
    /// Calls of one device that are under way, exchanges included; one more is refused.
    package static let callsPerDevice = 16
    /// Connections of one device on which calls are under way; a call on one more is refused.
    package static let connectionsPerDevice = 6
    /// Open exchanges of the server, idle ones included.
    package static let openExchanges = 2_000
    /// Exchanges that work at a time, idle ones not included; devices beyond it are told how long to wait.
    package static let exchangesAtWork = 64
    /// Devices whose turn is remembered while they wait.
    package static let waitingDevices = 10_000
    /// What a device is told to wait, at least and at most.
    package static let shortestWaitMilliseconds: Int64 = 1_000
    package static let longestWaitMilliseconds: Int64 = 60_000
    /// How long a turn is kept for a device that does not come back when it is due.
    package static let turnGraceMilliseconds: Int64 = 30_000
}

/// Comparing by repair keys, and what the feed forgets.
extension Limits {
    /// Ranges and row digests of one request, as the server takes them.
    package static let repairRanges = 4_096
    package static let repairRows = 65_536
    /// Bytes of the rows in one reply; ranges that do not fit are named in it and asked for again.
    package static let repairReplyBytes = 1 << 20
    /// Rows up to which a range is compared row by row.
    package static let repairLeafRows: Int64 = 32
    /// Ranges that a device asks for at once, and the rows that it names at once.
    package static let repairRangesPerRequest = 64
    package static let repairRowsPerRequest: Int64 = 1_024
    /// Cells of the first sketch that a device asks for, and the most that a server makes.
    package static let firstSketchCells = 96
    package static let mostSketchCells = 32_768
    /// Requests of one repair.
    package static let repairRequests = 4_096
    /// Accounts that a device names at once as erased; the others follow with its next exchanges.
    package static let erasedAtOnce = 10_000
    /// Days after which tombstones and evictions leave the feed, where the server's settings do not say: longer than a
    /// device's lease.
    package static let feedHorizonDays = 120
    /// The most that may be set: a hundred years.
    package static let mostFeedHorizonDays = 36_500
    package static let compactedRowsPerTransaction = 5_000
}
