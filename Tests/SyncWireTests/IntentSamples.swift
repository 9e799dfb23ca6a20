import FieldModel
import SyncCore

/// One of each kind with every field set, in the order of the kinds.
let intentSamples: [Intent] = [
    .recordVisit(
        RecordVisit(
            visit: sampleID(371), outcome: "outcome 372", person: "person 373", place: "place 374",
            startedAt: sampleInstant(375), endedAt: sampleInstant(376), note: "note 377",
            location: GeoPoint(latitudeE7: -378378, longitudeE7: -379379, accuracyM: 380),
            contactPoint: sampleID(381), relatedPerson: sampleID(382), purpose: "purpose 383",
            planned: sampleID(1051))),
    .amendVisit(
        AmendVisit(
            visit: sampleID(384),
            edits: [
                FieldEdit(field: "field 385", base: "base 386", value: "value 387", baseOperation: sampleID(388)),
                FieldEdit(field: "field 389", base: "base 390", value: "value 391", baseOperation: sampleID(392)),
            ])),
    .makePromise(
        MakePromise(
            promise: sampleID(393),
            instalments: [
                Instalment(dueDay: sampleDay(394), amount: 39996),
                Instalment(dueDay: sampleDay(397), amount: -40299),
            ],
            currency: "currency 400")),
    .revisePromise(
        RevisePromise(
            promise: sampleID(401),
            instalments: [
                Instalment(dueDay: sampleDay(402), amount: 40804),
                Instalment(dueDay: sampleDay(405), amount: -41107),
            ],
            currency: "currency 408", baseRevision: 409)),
    .withdrawPromise(WithdrawPromise(promise: sampleID(410), reason: "reason 411", baseRevision: 412)),
    .recordPayment(
        RecordPayment(
            payment: sampleID(413), amount: -41915, currency: "currency 416", method: "method 417",
            reference: "reference 418", claimedAt: sampleInstant(419), voucher: "voucher 420")),
    .reversePayment(ReversePayment(payment: sampleID(421), reason: "reason 422")),
    .logContact(
        LogContact(
            contact: sampleID(423), channel: "channel 424", direction: "direction 425", result: "result 426",
            person: "person 427", place: "place 428", purpose: "purpose 429", contactPoint: sampleID(430),
            relatedPerson: sampleID(431), at: sampleInstant(432), note: "note 433", planned: sampleID(434))),
    .addContactPoint(
        AddContactPoint(
            point: sampleID(435), kind: .workplace, value: "value 436", label: "label 437", city: "city 438",
            state: "state 439", country: "country 440", postalCode: "postalCode 441",
            location: GeoPoint(latitudeE7: -442442, longitudeE7: -443443, accuracyM: 444))),
    .updateContactPoint(
        UpdateContactPoint(
            point: sampleID(445),
            edits: [
                FieldEdit(field: "field 446", base: "base 447", value: "value 448", baseOperation: sampleID(449)),
                FieldEdit(field: "field 450", base: "base 451", value: "value 452", baseOperation: sampleID(453)),
            ])),
    .removeContactPoint(RemoveContactPoint(point: sampleID(454), seen: [sampleID(455), sampleID(456)])),
    .setFlag(
        SetFlag(
            flag: sampleID(457), kind: "kind 458", sinceDay: sampleDay(459), written: true, evidence: "evidence 460")),
    .clearFlag(ClearFlag(flag: sampleID(461), evidence: "evidence 462")),
    .setAccountFields(
        SetAccountFields(
            edits: [
                FieldEdit(field: "field 463", base: "base 464", value: "value 465", baseOperation: sampleID(466)),
                FieldEdit(field: "field 467", base: "base 468", value: "value 469", baseOperation: sampleID(470)),
            ])),
    .resolveConflict(ResolveConflict(conflict: sampleID(471), value: "value 472", valuesSeen: 473)),
    .withdrawOperation(WithdrawOperation(operation: sampleID(474), reason: "reason 475")),
    .replaceOperation(
        ReplaceOperation(
            operation: sampleID(476), intent: .recordVisit(RecordVisit(visit: sampleID(1), outcome: "other")))),
    .recordConsent(
        RecordConsent(
            consent: sampleID(477), channel: "channel 478", contactPoint: sampleID(479), scope: "scope 480",
            givenAt: sampleInstant(481), expiresAt: sampleInstant(482), evidence: "evidence 483")),
    .revokeConsent(RevokeConsent(consent: sampleID(484), revokedAt: sampleInstant(485))),
    .addRestriction(
        AddRestriction(
            restriction: sampleID(486), channel: "channel 487", place: "place 488", weekdays: [7, 490],
            fromMinute: 491, toMinute: 492, contactPoint: sampleID(493), requestedAt: sampleInstant(494),
            note: "note 495")),
    .withdrawRestriction(WithdrawRestriction(restriction: sampleID(496), withdrawnAt: sampleInstant(497))),
    .addRelatedPerson(
        AddRelatedPerson(
            person: sampleID(498), role: "role 499", name: "name 500", phone: "phone 501",
            agreedPlace: "agreedPlace 502")),
    .updateRelatedPerson(
        UpdateRelatedPerson(
            person: sampleID(503),
            edits: [
                FieldEdit(field: "field 504", base: "base 505", value: "value 506", baseOperation: sampleID(507)),
                FieldEdit(field: "field 508", base: "base 509", value: "value 510", baseOperation: sampleID(511)),
            ])),
    .openComplaint(
        OpenComplaint(complaint: sampleID(512), channel: "channel 513", text: "text 514", dueDay: sampleDay(515))),
    .answerComplaint(AnswerComplaint(complaint: sampleID(516), answer: "answer 517")),
    .closeComplaint(CloseComplaint(complaint: sampleID(518))),
    .planContact(
        PlanContact(
            plan: sampleID(519), channel: "channel 520", person: "person 521", place: "place 522",
            purpose: "purpose 523", contactPoint: sampleID(524), at: sampleInstant(525), allowance: sampleID(526))),
    .checkMade(
        CheckMade(
            channel: "channel 527", person: "person 528", place: "place 529", purpose: "purpose 530",
            at: sampleInstant(531), verdict: "verdict 532", rule: "rule 533", packs: ["packs 534", "packs 535"])),
    .grantAllowance(
        GrantAllowance(
            allowance: sampleID(536), person: sampleID(537), rule: "rule 538", holder: sampleID(539), units: 540,
            validFrom: sampleInstant(541), validUntil: sampleInstant(542))),
    .returnAllowance(ReturnAllowance(allowance: sampleID(543), unspent: 544, throughSequence: 545545)),
    .proposeSettlement(
        ProposeSettlement(
            offer: sampleID(546), principalPercent: 547, interestPercent: 548, feesPercent: 549,
            payByDay: sampleDay(550))),
    .sendLetter(
        SendLetter(
            letter: sampleID(551), template: "template 552", templateVersion: "templateVersion 553",
            recipient: "recipient 554", address: "address 555", method: "method 556", purpose: "purpose 557",
            text: "text 558",
            values: [Attribute(key: "key 559", value: "value 560"), Attribute(key: "key 561", value: "value 562")],
            packs: ["packs 563", "packs 564"])),
    .recordDelivery(
        RecordDelivery(
            letter: sampleID(565), how: "how 566", at: sampleInstant(567), tracking: "tracking 568",
            evidence: "evidence 569")),
    .overrideVerdict(
        OverrideVerdict(
            rule: "rule 570", act: "act 571", reason: "reason 572", until: sampleInstant(573),
            confirms: sampleID(574), override: sampleID(720))),
    .addAttachment(
        AddAttachment(
            attachment: sampleID(575), name: "name 576", mediaType: "mediaType 577", size: 578578,
            contentHash: [UInt8](repeating: 67, count: 32), kind: "kind 804", note: "note 805")),
    .reviewFinding(ReviewFinding(finding: sampleID(714), assignee: sampleID(715), close: true, note: "note 716")),
    .signSettlement(SignSettlement(offer: sampleID(721), signedAt: sampleInstant(722), evidence: "evidence 723")),
    .importAccount(
        ImportAccount(
            account: Account(
                creditor: "creditor 580", number: "number 581", product: "product 582",
                creditorType: "creditor_type 583", currency: samplePesos, lenderBalance: -59085,
                balanceAsOfDay: sampleDay(586), collectedSince: 59388, principal: 59590, interest: 59792,
                fees: 59994, penalty: 60196, pastDue: 60398, dueDay: sampleDay(599), openedDay: sampleDay(600),
                daysPastDue: 601, jurisdictions: ["jurisdictions 602", "jurisdictions 603"],
                timeZone: "time_zone 604", assignee: sampleID(605), closed: true,
                attributes: [
                    Attribute(key: "key 606", value: "value 607"), Attribute(key: "key 608", value: "value 609"),
                ],
                resolvedZone: "resolved_zone 610",
                owed: [OwedCell(status: "status 729", part: "part 730", amount: 731)]),
            debtorID: sampleID(611),
            debtor: Debtor(
                name: "name 612", document: "document 613", birthDay: sampleDay(614), language: "language 615",
                employer: "employer 616", income: 62418, bureauScore: 619, netWorth: -62721),
            points: [
                ImportedPoint(
                    point: sampleID(622),
                    content: ContactPoint(
                        kind: .workplace, value: "value 623", label: "label 624", city: "city 625",
                        state: "state 626", country: "country 627", postalCode: "postal_code 628",
                        location: GeoPoint(latitudeE7: -629629, longitudeE7: -630630, accuracyM: 631),
                        fromLender: true, author: sampleID(632), addedAt: sampleInstant(633),
                        removedBy: sampleID(634), removedAt: sampleInstant(635),
                        stamps: [
                            FieldStamp(
                                field: "field 636", operation: sampleID(637), author: sampleID(638),
                                at: sampleInstant(639)),
                            FieldStamp(
                                field: "field 640", operation: sampleID(641), author: sampleID(642),
                                at: sampleInstant(643)),
                        ])),
                ImportedPoint(
                    point: sampleID(644),
                    content: ContactPoint(
                        kind: .workplace, value: "value 645", label: "label 646", city: "city 647",
                        state: "state 648", country: "country 649", postalCode: "postal_code 650",
                        location: GeoPoint(latitudeE7: -651651, longitudeE7: -652652, accuracyM: 653),
                        fromLender: true, author: sampleID(654), addedAt: sampleInstant(655),
                        removedBy: sampleID(656), removedAt: sampleInstant(657),
                        stamps: [
                            FieldStamp(
                                field: "field 658", operation: sampleID(659), author: sampleID(660),
                                at: sampleInstant(661)),
                            FieldStamp(
                                field: "field 662", operation: sampleID(663), author: sampleID(664),
                                at: sampleInstant(665)),
                        ])),
            ],
            rowDigest: [UInt8](repeating: 154, count: 32),
            consents: [
                ImportedConsent(
                    consent: sampleID(667),
                    content: Consent(
                        channel: "channel 668", contactPoint: sampleID(669), scope: "scope 670",
                        givenAt: sampleInstant(671), revokedAt: sampleInstant(672),
                        expiresAt: sampleInstant(673), evidence: "evidence 674", author: sampleID(675))),
                ImportedConsent(
                    consent: sampleID(676),
                    content: Consent(
                        channel: "channel 677", contactPoint: sampleID(678), scope: "scope 679",
                        givenAt: sampleInstant(680), revokedAt: sampleInstant(681),
                        expiresAt: sampleInstant(682), evidence: "evidence 683", author: sampleID(684))),
            ],
            records: [
                ImportedRecord(
                    record: sampleID(1034),
                    content: .notice(
                        Notice(kind: "kind 1035", at: sampleInstant(1036), letter: sampleID(1037)))),
                ImportedRecord(
                    record: sampleID(1038),
                    content: .notice(
                        Notice(kind: "kind 1039", at: sampleInstant(1040), letter: sampleID(1041)))),
            ])),
    .assignAccount(AssignAccount(assignee: sampleID(685), reason: "reason 686", branch: sampleID(1042))),
    .judgePromises(JudgePromises(asOfDay: sampleDay(687))),
    .decideOperation(
        DecideOperation(
            operation: sampleID(688), device: sampleID(689), granted: true, reason: "reason 690",
            firstApprovalBy: sampleID(724))),
    .writeScore(
        WriteScore(
            score: sampleID(691),
            content: Score(
                scorecard: "scorecard 692", scorecardVersion: "scorecard_version 693", milliPoints: -70195,
                probabilityPpm: 696, reasons: ["reasons 697", "reasons 698"], asOfDay: sampleDay(699),
                amount: 901, experiment: "experiment 1", arm: 90,
                models: [
                    ModelScore(
                        scorecard: "scorecard 904", scorecardVersion: "version 905", milliPoints: -90606,
                        probabilityPpm: 907, reasons: ["reason 908"], amount: -90909, experiment: "experiment 910",
                        arm: 911)
                ], factsVersion: 9, factNumbers: [91212, .min, -91313], factTexts: ["text 914", ""],
                asOfAt: sampleInstant(915)))),
    .writeDocument(
        WriteDocument(
            kind: .rulePack, id: sampleID(700),
            content: .rulePack(
                DataDocument(
                    name: "name 701", version: "version 702", mediaType: "media_type 703",
                    content: [UInt8](repeating: 192, count: 32), validFromDay: sampleDay(705),
                    validToDay: sampleDay(706))))),
    .importPayment(
        ImportPayment(
            payment: sampleID(707), amount: -71609, method: "method 710",
            externalReference: "externalReference 711", effectiveDay: sampleDay(712), reverses: "reverses 713",
            matches: "matches 725")),
    .copyRecord(
        CopyRecord(
            id: sampleID(714),
            content: .foreignContact(
                ForeignContact(at: Instant(milliseconds: 715_000), channel: "channel 716", withdrawn: true)))),
    .setHold(SetHold(hold: sampleID(726), reason: "reason 727", lift: true)),
    .judgeDuties(JudgeDuties(asOf: sampleInstant(728))),
    .writeScores(
        WriteScores(scores: [
            AccountScore(
                account: sampleID(920), score: sampleID(921),
                content: Score(
                    scorecard: "scorecard 922", scorecardVersion: "version 923", milliPoints: 92424,
                    probabilityPpm: 925, reasons: ["reason 926"], asOfDay: sampleDay(927)))
        ])),
]
