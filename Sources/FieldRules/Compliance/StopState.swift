/// What a state of the debtor or the debt stops, as people must see it at once, who may lift it, and what must follow.
///
/// The pack `stop-states` decides; this table is what is shown, and a test holds it against the pack.
package struct StopState: Hashable, Sendable {
    package let flag: FlagKind
    /// A word of what is stopped.
    package let stops: String
    /// What must follow; nil where nothing must.
    package let duty: String?
    /// Within how many days; nil without a limit of its own.
    package let dutyDays: Int?

    package static let liftedBy = ["supervisor", "compliance"]

    package static let all: [StopState] = [
        StopState(flag: .deceased, stops: "all_but_letters_to_the_estate", duty: "find_the_estate", dutyDays: nil),
        StopState(flag: .ceaseContact, stops: "all_but_closing_letters", duty: nil, dutyDays: nil),
        StopState(flag: .represented, stops: "all_but_the_attorney", duty: nil, dutyDays: nil),
        StopState(flag: .dispute, stops: "collection_until_verified", duty: "verify_the_debt", dutyDays: 30),
        StopState(flag: .hardship, stops: "visits_without_approval", duty: "offer_a_plan", dutyDays: nil),
        StopState(flag: .vulnerable, stops: "visits_without_approval", duty: nil, dutyDays: nil),
        StopState(flag: .employerProhibits, stops: "contact_at_work", duty: nil, dutyDays: nil),
        StopState(flag: .timeBarred, stops: "suits_and_threats", duty: nil, dutyDays: nil),
    ]

    package static func of(_ flag: FlagKind) -> StopState? { all.first { $0.flag == flag } }
}
