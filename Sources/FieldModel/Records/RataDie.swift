extension CalendarDate {
    /// Days counted from 0001-01-01 = 1: the number that the wire and the stores hold, 0 where there is no day.
    package var rataDie: UInt32 { UInt32(clamping: Int64(daysSince1970) + 719_163) }

    /// Nil for 0 and for what lies outside the years 1 to 9999.
    package init?(rataDie: UInt32) {
        guard (1...3_652_059).contains(rataDie) else { return nil }
        self.init(daysSince1970: Int32(Int64(rataDie) - 719_163))
    }
}
