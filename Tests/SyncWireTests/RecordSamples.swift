import FieldModel

// Records with every field set, each to another value, so that no field can be lost or taken for its neighbour.

func sampleID(_ ordinal: UInt64) -> Identifier {
    Identifier(high: 0x0199_0000_0000_7000 | ordinal << 16, low: 0x8000_0000_0000_0000 | ordinal)
}

func sampleInstant(_ ordinal: Int64) -> Instant { Instant(milliseconds: 1_790_000_000_000 + ordinal) }

func sampleDay(_ ordinal: Int) -> CalendarDate { CalendarDate(daysSince1970: 20_000) + ordinal }

let samplePesos = Currency("MXN")!

/// One of each kind, in the order of the kinds.
let recordSamples: [RecordContent] = [
    .account(
        Account(
            creditor: "creditor 1", number: "number 2", product: "product 3", creditorType: "creditor_type 4",
            currency: samplePesos, lenderBalance: 606, balanceAsOfDay: sampleDay(7), collectedSince: -909,
            balanceAsOfAt: Instant(milliseconds: 910),
            principal: -1111, interest: -1313, fees: -1515, penalty: -1717, pastDue: -1919, dueDay: sampleDay(20),
            openedDay: sampleDay(21), daysPastDue: 22, jurisdictions: ["jurisdictions 23", "jurisdictions 24"],
            timeZone: "time_zone 25", assignee: sampleID(26), closed: true,
            attributes: [Attribute(key: "key 27", value: "value 28"), Attribute(key: "key 29", value: "value 30")],
            resolvedZone: "resolved_zone 31",
            owed: [OwedCell(status: "status 1001", part: "part 1002", amount: 1003)])),
    .debtor(
        Debtor(
            name: "name 32", document: "document 33", birthDay: sampleDay(34), language: "language 35",
            employer: "employer 36", income: 3838, bureauScore: 39, netWorth: -4141)),
    .contactPoint(
        ContactPoint(
            kind: .workplace, value: "value 42", label: "label 43", city: "city 44", state: "state 45",
            country: "country 46", postalCode: "postal_code 47",
            location: GeoPoint(latitudeE7: -48048, longitudeE7: -49049, accuracyM: 50), fromLender: true,
            author: sampleID(51), addedAt: sampleInstant(52), removedBy: sampleID(53), removedAt: sampleInstant(54),
            stamps: [
                FieldStamp(field: "field 55", operation: sampleID(56), author: sampleID(57), at: sampleInstant(58)),
                FieldStamp(field: "field 59", operation: sampleID(60), author: sampleID(61), at: sampleInstant(62)),
            ])),
    .visit(
        Visit(
            outcome: "outcome 63", person: "person 64", place: "place 65", startedAt: sampleInstant(66),
            endedAt: sampleInstant(67), note: "note 68",
            location: GeoPoint(latitudeE7: -69069, longitudeE7: -70070, accuracyM: 71), author: sampleID(72),
            recordedAt: sampleInstant(73), contactPoint: sampleID(74), relatedPerson: sampleID(75),
            purpose: "purpose 76",
            revisions: [
                VisitRevision(
                    operation: sampleID(77), amendedAt: sampleInstant(78),
                    previous: [
                        Attribute(key: "key 79", value: "value 80"), Attribute(key: "key 81", value: "value 82"),
                    ]),
                VisitRevision(
                    operation: sampleID(83), amendedAt: sampleInstant(84),
                    previous: [
                        Attribute(key: "key 85", value: "value 86"), Attribute(key: "key 87", value: "value 88"),
                    ]),
            ],
            withdrawnBy: sampleID(89), planned: sampleID(1041), countedAt: sampleInstant(1044))),
    .promise(
        PromiseToPay(
            instalments: [
                Instalment(dueDay: sampleDay(90), amount: 9292), Instalment(dueDay: sampleDay(93), amount: -9595),
            ],
            state: .keptLate, paid: -9797, author: sampleID(98), madeAt: sampleInstant(99), graceDays: 100,
            thresholdPercent: 101, revision: 102,
            events: [
                PromiseEvent(state: .open, at: sampleInstant(103), operation: sampleID(104), reopened: true),
                PromiseEvent(state: .open, at: sampleInstant(105), operation: sampleID(106), reopened: true),
            ],
            reason: "reason 107", judgedDay: sampleDay(108),
            earlier: [
                PromiseTerms(
                    instalments: [
                        Instalment(dueDay: sampleDay(109), amount: -11211),
                        Instalment(dueDay: sampleDay(112), amount: 11514),
                    ],
                    operation: sampleID(115)),
                PromiseTerms(
                    instalments: [
                        Instalment(dueDay: sampleDay(116), amount: 11918),
                        Instalment(dueDay: sampleDay(119), amount: -12221),
                    ],
                    operation: sampleID(122)),
            ],
            movedDeadlines: [MovedDeadline(dueDay: sampleDay(1028), deadlineDay: sampleDay(1029))], unconfirmed: true,
            balance: LenderBalance(amount: 103_131, asOfDay: sampleDay(1032), asOfAt: sampleInstant(1033)))),
    .payment(
        Payment(
            amount: 12524, method: "method 125", reference: "reference 126", claimedAt: sampleInstant(127),
            effectiveAt: sampleInstant(128), effectiveDay: sampleDay(129), author: sampleID(130),
            voucher: "voucher 131", reversedBy: sampleID(132), reversedAt: sampleInstant(133),
            reversalReason: "reversal_reason 134", fromLender: true, externalReference: "external_reference 135",
            clockSuspect: true, match: sampleID(1030), matchSuspected: true,
            reversalReference: "reversal_reference 1031")),
    .contact(
        Contact(
            channel: "channel 136", direction: "direction 137", result: "result 138", person: "person 139",
            place: "place 140", purpose: "purpose 141", contactPoint: sampleID(142), relatedPerson: sampleID(143),
            at: sampleInstant(144), author: sampleID(145), note: "note 146", withdrawnBy: sampleID(147),
            planned: sampleID(148), countedAt: sampleInstant(1043))),
    .flag(
        Flag(
            kind: "kind 149", sinceDay: sampleDay(150), recordedAt: sampleInstant(151), written: true,
            evidence: "evidence 152", author: sampleID(153), clearedBy: sampleID(154),
            clearedAt: sampleInstant(155), clearEvidence: "clear_evidence 156", origin: sampleID(1042))),
    .consent(
        Consent(
            channel: "channel 157", contactPoint: sampleID(158), scope: "scope 159", givenAt: sampleInstant(160),
            revokedAt: sampleInstant(161), expiresAt: sampleInstant(162), evidence: "evidence 163",
            author: sampleID(164))),
    .restriction(
        ContactRestriction(
            channel: "channel 165", place: "place 166", weekdays: [7, 168], fromMinute: 169, toMinute: 170,
            contactPoint: sampleID(171), requestedAt: sampleInstant(172), withdrawnAt: sampleInstant(173),
            note: "note 174", author: sampleID(175))),
    .relatedPerson(
        RelatedPerson(
            role: "role 176", name: "name 177", contactPoints: [sampleID(178), sampleID(179)], phone: "phone 180",
            agreedPlace: "agreed_place 181", author: sampleID(182),
            stamps: [
                FieldStamp(
                    field: "field 183", operation: sampleID(184), author: sampleID(185), at: sampleInstant(186)),
                FieldStamp(
                    field: "field 187", operation: sampleID(188), author: sampleID(189), at: sampleInstant(190)),
            ])),
    .registers(
        AccountRegisters(
            registers: [
                Register(
                    field: "field 191", value: "value 192", operation: sampleID(193), author: sampleID(194),
                    at: sampleInstant(195)),
                Register(
                    field: "field 196", value: "value 197", operation: sampleID(198), author: sampleID(199),
                    at: sampleInstant(200)),
            ])),
    .conflict(
        Conflict(
            recordKind: .promise, record: sampleID(201), field: "field 202", base: "base 203",
            values: [
                ConflictValue(
                    value: "value 204", author: sampleID(205), at: sampleInstant(206), operation: sampleID(207)),
                ConflictValue(
                    value: "value 208", author: sampleID(209), at: sampleInstant(210), operation: sampleID(211)),
            ],
            resolved: true, resolution: "resolution 212", resolvedBy: sampleID(213), openedAt: sampleInstant(214),
            resolvedAt: sampleInstant(215), resolvedIn: sampleID(216))),
    .decision(
        Decision(
            operation: sampleID(217), device: sampleID(218),
            outcome: Outcome(
                state: .merged, reason: "reason 219", rule: "rule 220",
                mergedFields: ["merged_fields 221", "merged_fields 222"],
                conflicts: [sampleID(223), sampleID(224)],
                findings: [
                    FindingNote(id: sampleID(225), code: "code 226"),
                    FindingNote(id: sampleID(227), code: "code 228"),
                ],
                verdicts: [
                    VerdictNote(
                        rule: "rule 901", verdict: "verdict 902", packVersion: 903, allowedFrom: sampleInstant(904)),
                    VerdictNote(rule: "rule 905", verdict: "verdict 906"),
                ],
                packs: ["packs 907", "packs 908"]),
            decidedAt: sampleInstant(229), author: sampleID(230))),
    .finding(
        Finding(
            operation: sampleID(231), recordKind: .promise, record: sampleID(232), code: "code 233",
            rule: "rule 234", citation: "citation 235",
            facts: [Attribute(key: "key 236", value: "value 237"), Attribute(key: "key 238", value: "value 239")],
            status: "status 240", openedAt: sampleInstant(241), knowable: true, assignee: sampleID(242),
            closingNote: "closing_note 243")),
    .notice(Notice(kind: "kind 244", at: sampleInstant(245), letter: sampleID(246))),
    .duty(
        Duty(
            kind: "kind 247", dueAt: sampleInstant(248), satisfiedBy: sampleID(249), rule: "rule 250",
            startedBy: sampleID(1004), startedAt: sampleInstant(1005), satisfiedAt: sampleInstant(1006),
            citation: "citation 1007", missedAt: sampleInstant(1008))),
    .complaint(
        Complaint(
            channel: "channel 251", text: "text 252", openedAt: sampleInstant(253), dueDay: sampleDay(254),
            answeredAt: sampleInstant(255), answer: "answer 256", closedAt: sampleInstant(257),
            author: sampleID(258))),
    .legalHold(
        LegalHold(
            reason: "reason 259", since: sampleInstant(260), liftedAt: sampleInstant(261), author: sampleID(262),
            liftedBy: sampleID(1009), liftReason: "lift_reason 1010")),
    .allowance(
        Allowance(
            person: sampleID(263), rule: "rule 264", holder: sampleID(265), units: 266,
            validFrom: sampleInstant(267), validUntil: sampleInstant(268), spent: 269, closed: true,
            spends: [
                AllowanceSpend(
                    plan: sampleID(1043), at: sampleInstant(1044), channel: "channel 1045", fact: sampleID(1046)),
                AllowanceSpend(
                    plan: sampleID(1047), at: sampleInstant(1048), channel: "channel 1049", fact: sampleID(1050)),
            ])),
    .foreignContact(
        ForeignContact(
            at: sampleInstant(270), channel: "channel 271", direction: "direction 272", result: "result 273",
            person: "person 274", place: "place 275", purpose: "purpose 276", withdrawn: true, otherCreditor: true)),
    .settlementOffer(
        SettlementOffer(
            principalPercent: 277, interestPercent: 278, feesPercent: 279, payByDay: sampleDay(280),
            forgiven: 28482, state: "state 283", author: sampleID(284), balanceCommit: 285285,
            matrixVersion: "matrix_version 286", approvedBy: sampleID(287),
            owed: [OwedCell(status: "status 1011", part: "part 1012", amount: 1013)],
            forgivenCells: [OwedCell(status: "status 1014", part: "part 1015", amount: 1016)],
            split: [OwedCell(status: "status 1017", part: "part 1018", amount: 1019)], bucket: "bucket 1020",
            balance: 1021, signedAt: sampleInstant(1022), signedBy: sampleID(1023), signature: "signature 1024",
            voidReason: "void_reason 1025", assumedPastDue: true, waterfallVersion: "waterfall_version 1026",
            secondApprovalBy: sampleID(1027))),
    .letter(
        Letter(
            template: "template 288", templateVersion: "template_version 289", recipient: "recipient 290",
            address: "address 291", method: "method 292", purpose: "purpose 293", text: "text 294",
            textHash: [UInt8](repeating: 39, count: 32),
            values: [Attribute(key: "key 296", value: "value 297"), Attribute(key: "key 298", value: "value 299")],
            packs: ["packs 300", "packs 301"], author: sampleID(302), madeAt: sampleInstant(303),
            deliveries: [
                LetterDelivery(
                    how: "how 304", at: sampleInstant(305), tracking: "tracking 306", evidence: "evidence 307",
                    author: sampleID(308)),
                LetterDelivery(
                    how: "how 309", at: sampleInstant(310), tracking: "tracking 311", evidence: "evidence 312",
                    author: sampleID(313)),
            ])),
    .attachment(
        Attachment(
            name: "name 314", mediaType: "media_type 315", size: 316316,
            contentHash: [UInt8](repeating: 61, count: 32), author: sampleID(318), addedAt: sampleInstant(319),
            kind: "kind 801", note: "note 802", withdrawnBy: sampleID(803))),
    .score(
        Score(
            scorecard: "scorecard 320", scorecardVersion: "scorecard_version 321", milliPoints: -32623,
            probabilityPpm: 324, reasons: ["reasons 325", "reasons 326"], asOfDay: sampleDay(327),
            amount: 902, experiment: "experiment 2", arm: 90,
            models: [
                ModelScore(
                    scorecard: "scorecard 904", scorecardVersion: "version 905", milliPoints: -90606,
                    probabilityPpm: 907, reasons: ["reason 908"], amount: -90909, experiment: "experiment 910",
                    arm: 911)
            ], factsVersion: 9, factNumbers: [91212, .min, -91313], factTexts: ["text 914", ""],
            asOfAt: sampleInstant(915))),
    .override(
        Override(
            rule: "rule 1032", act: "act 1033", reason: "reason 1034", until: sampleInstant(1035),
            requestedBy: sampleID(1036), requestedAt: sampleInstant(1037), grantedBy: sampleID(1038),
            grantedAt: sampleInstant(1039), usedBy: sampleID(1040), usedAt: sampleInstant(1041))),
    .branchSettings(
        BranchSettings(
            name: "name 328", timeZone: "time_zone 329", promiseGraceDays: 330, promiseThresholdPercent: 331,
            promiseHorizonDays: 332, promiseMostOpen: 333, agingEdges: [6, 335], clockSkewMs: 34037)),
    .person(Person(name: "name 338", role: "role 339", branch: sampleID(340), disabled: true)),
    .rulePack(
        DataDocument(
            name: "name 341", version: "version 342", mediaType: "media_type 343",
            content: [UInt8](repeating: 88, count: 32), validFromDay: sampleDay(345), validToDay: sampleDay(346))),
    .calendar(
        DataDocument(
            name: "name 347", version: "version 348", mediaType: "media_type 349",
            content: [UInt8](repeating: 94, count: 32), validFromDay: sampleDay(351), validToDay: sampleDay(352))),
    .letterTemplate(
        DataDocument(
            name: "name 353", version: "version 354", mediaType: "media_type 355",
            content: [UInt8](repeating: 100, count: 32), validFromDay: sampleDay(357), validToDay: sampleDay(358))),
    .scorecard(
        DataDocument(
            name: "name 359", version: "version 360", mediaType: "media_type 361",
            content: [UInt8](repeating: 106, count: 32), validFromDay: sampleDay(363), validToDay: sampleDay(364))),
    .zoneTable(
        DataDocument(
            name: "name 365", version: "version 366", mediaType: "media_type 367",
            content: [UInt8](repeating: 112, count: 32), validFromDay: sampleDay(369), validToDay: sampleDay(370))),
]
