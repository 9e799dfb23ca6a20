internal import FieldModel
internal import SyncCore

/// The history of operations with their receipts, and the audit logs' leaves.
extension MemorySession {
    func chainEnd(device: DeviceID, incarnation: UInt32) -> ChainEnd {
        if let planted = watch?.chainEnd { return planted }
        return trueChainEnd(device: device, incarnation: incarnation)
    }

    private func trueChainEnd(device: DeviceID, incarnation: UInt32) -> ChainEnd {
        tables.chainEnds[ChainName(device: device, incarnation: incarnation)] ?? ChainEnd(incarnation: incarnation)
    }

    func receipt(operation: OperationID, device: DeviceID) -> Receipt? {
        if watch?.chainEnd != nil { return nil }
        return tables.operationNames[OperationName(id: operation, device: device)].flatMap {
            tables.operations[$0]?.receipt
        }
    }

    func operation(_ id: OperationID) -> StoredOperation? {
        tables.firstOfName[id].flatMap { tables.operations[$0] }
    }

    func operation(device: DeviceID, incarnation: UInt32, sequence: UInt64) -> StoredOperation? {
        tables.operationPlaces[OperationPlace(device: device, incarnation: incarnation, sequence: sequence)]
            .flatMap { tables.operations[$0] }
    }

    private var count: Int { tables.operationCount[0] ?? 0 }

    func operations(_ filter: OperationFilter) -> [StoredOperation] {
        var found: [StoredOperation] = []
        let numbers =
            filter.state == .held
            ? tables.held.rows.keys.sorted(by: >) : Array(stride(from: count, to: 0, by: -1))
        for number in numbers where found.count < filter.limit {
            guard let operation = tables.operations[number] else { continue }
            let receipt = operation.receipt
            let isWanted =
                filter.account.map { $0 == operation.header.account } ?? true
                && filter.branch.map { $0 == receipt.branch } ?? true
                && filter.device.map { $0 == operation.header.device } ?? true
                && filter.state.map { $0 == receipt.outcome.state } ?? true
            if isWanted { found.append(operation) }
        }
        return found
    }

    func history(branch: BranchID?, after: UInt64, limit: Int) -> HistoryPage {
        var page = HistoryPage(operations: [], reaches: after)
        var number = Int(clamping: after) + 1
        while number <= count, page.operations.count < limit {
            defer { number += 1 }
            guard let operation = tables.operations[number], branch == nil || operation.receipt.branch == branch
            else { continue }
            page.operations.append(operation)
            page.reaches = UInt64(number)
        }
        return page
    }

    /// Kept under the name and place that it is given; what comes back says what its bytes say.
    func historyEnd() -> UInt64 { UInt64(count) }

    func append(_ operation: StoredOperation) throws {
        let header = operation.header
        let name = OperationName(id: header.id, device: header.device)
        let place = OperationPlace(
            device: header.device, incarnation: header.incarnation, sequence: header.sequence)
        watch?.chainEnd = nil
        guard tables.operationNames[name] == nil || watch?.plant == .missingDedupe else {
            throw Self.taken("the name \(header.id)")
        }
        guard tables.operationPlaces[place] == nil || watch?.plant == .missingDedupe else {
            throw Self.taken("the position \(header.sequence)")
        }
        let number = count + 1
        var kept = operation
        kept.header = try coding.decodeHeader(operation.sealed.header)
        tables.operations[number] = kept
        if kept.receipt.outcome.state == .held { tables.held[number] = true }
        tables.operationCount[0] = number
        tables.operationNames[name] = number
        if tables.firstOfName[header.id] == nil { tables.firstOfName[header.id] = number }
        tables.operationPlaces[place] = number
        if header.sequence > trueChainEnd(device: header.device, incarnation: header.incarnation).sequence {
            tables.chainEnds[ChainName(device: header.device, incarnation: header.incarnation)] = ChainEnd(
                incarnation: header.incarnation, sequence: header.sequence, link: operation.link)
        }
        try watch?.appended(kept, at: header.incarnation, self)
    }

    func update(_ receipt: Receipt) throws {
        let name = OperationName(id: receipt.operation, device: receipt.device)
        guard let number = tables.operationNames[name], var kept = tables.operations[number] else {
            throw Self.notFound("operation \(receipt.operation) of that device")
        }
        kept.receipt = receipt
        kept.receipt.alreadyApplied = false
        tables.operations[number] = kept
        let isHeld = receipt.outcome.state == .held
        if isHeld != (tables.held[number] != nil) { tables.held[number] = isHeld ? true : nil }
        try watch?.updated(receipt)
    }

    func logSize(_ log: Identifier) -> UInt64 { tables.logSizes[log] ?? 0 }

    func logLeaves(_ log: Identifier, from: UInt64, limit: Int) -> [[UInt8]] {
        let end = min(logSize(log), from + UInt64(limit))
        return from < end ? (from..<end).compactMap { tables.leaves[LeafPlace(log: log, index: $0)] } : []
    }

    func appendLeaf(_ log: Identifier, hash: [UInt8]) -> UInt64 {
        let index = logSize(log)
        if PlantedBug.skipsLeaf(watch?.plant, index) || watch?.losesLeaves == true { return index }
        tables.leaves[LeafPlace(log: log, index: index)] = hash
        tables.logSizes[log] = index + 1
        return index
    }
}
